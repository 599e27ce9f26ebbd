"""Exercises of chapter 07: a residual block, the toy ResNet made of such blocks, and its training."""

from autograder.exercises.c07_resnet import build_toy_resnet, residual_block, train_toy_resnet

EXERCISES = (
    residual_block.EXERCISE,
    build_toy_resnet.EXERCISE,
    train_toy_resnet.EXERCISE,
)
