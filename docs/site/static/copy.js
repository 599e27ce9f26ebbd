// A button on each piece of code that copies it. Without scripts, or where the clipboard is refused, the page is as it was.
document.addEventListener("DOMContentLoaded", () => {
  const zh = document.documentElement.lang.startsWith("zh");
  for (const pre of document.querySelectorAll("div.highlight > pre")) {
    if (!navigator.clipboard || pre.closest(".cell_output")) continue;
    const button = document.createElement("button");
    const say = (word) => { button.textContent = word; };
    button.className = "kfa-copy";
    button.type = "button";
    say(zh ? "复制" : "copy");
    button.addEventListener("click", () => navigator.clipboard.writeText(pre.innerText.trimEnd()).then(
      () => { say(zh ? "已复制" : "copied"); setTimeout(() => say(zh ? "复制" : "copy"), 1500); },
      () => getSelection().selectAllChildren(pre),
    ));
    pre.parentElement.append(button);
  }
});
