"""Attacks on the grading of a submission, as code in the cell of exercise 01a. Bounded: the sandbox ends each of them."""

# Every answer of the notebook is wrong; none of these may earn a point for any of them.
FORGERIES = {
    "always equal": """
class Yes:
    def __eq__(self, other): return True
    def __ne__(self, other): return False
    def __bool__(self): return True
    def __getattr__(self, name): return self
    def __call__(self, *args, **kwargs): return self
    def __iter__(self): return iter(())
    def __len__(self): return 1
    def __array__(self, *args, **kwargs): import numpy; return numpy.array(55050)
    def __int__(self): return 55050
    def __index__(self): return 55050
build_mlp = count_dense_params = build_from_picture = Yes()
""",
    "a syntax tree that loses its statements": """
import ast
class Nothing(ast.NodeTransformer):
    def visit_Module(self, node): node.body = []; return node
get_ipython().ast_transformers.append(Nothing())
""",
    "lines that are dropped": "get_ipython().input_transformers_cleanup.append(lambda lines: ['pass\\n'])",
    "another run_cell": """
shell = get_ipython()
type(shell).run_cell = lambda self, *a, **k: None
type(shell).run_cell_async = None
""",
    "another compiler": "get_ipython().compile = type('C', (), {'__call__': lambda *a: compile('', '', 'exec'), '__getattr__': lambda *a: None})()",
    "a dict that has every name": """
class Every(dict):
    def __contains__(self, key): return True
    def __missing__(self, key): return lambda *a, **k: 55050
get_ipython().user_ns = Every(get_ipython().user_ns)
""",
    "no evidence": """
from autograder.asking import collect, evidence
collect.gather = lambda *args: evidence.encode({})
""",
    "no faults": """
from autograder.asking import collect
collect.gather = lambda *args: b'{"version": 1, "items": {"faults": []}}'
""",
    "evidence that is a verdict": """
import json
from autograder.asking import collect
verdict = {"score": 8, "max_score": 8, "status": "correct", "correct": True, "findings": []}
collect.gather = lambda *args: json.dumps({"version": 1, "items": verdict, **verdict}).encode()
""",
    "answers that write nothing": """
from autograder.asking import collect
for name in ("model", "models", "note", "call", "run", "fault"):
    setattr(collect.Answer, name, lambda self, *args, **kwargs: None)
""",
    "a judge that finds nothing": """
import autograder.judging.judge, autograder.graphs.difference, autograder.judging.verdict
for name in ("model", "faults", "value", "difference"):
    setattr(autograder.judging.judge, name, lambda *args, **kwargs: [])
autograder.graphs.difference.difference = lambda *args: []
""",
    "a module in place of ours": """
import sys, types
for name in ("autograder.asking.collect", "autograder.asking.evidence", "autograder.questions", "helpers.graph", "autograder.asking.probe"):
    module = types.ModuleType(name)
    module.__getattr__ = lambda attribute: (lambda *args, **kwargs: b'{"version": 1, "items": {}}')
    sys.modules[name] = module
    parent, _dot, child = name.rpartition(".")
    setattr(sys.modules[parent], child, module)
""",
    "easier questions": """
from autograder import questions
questions.find = lambda exercise: (lambda answer, parameters: answer.note("0", 55050))
questions._QUESTIONS.update({e: ("c00_setup", "ask") for e in questions._QUESTIONS})
""",
    "a kernel that answers for itself": """
from autograder.sandbox import kernel
done = lambda *args: ({"missing": False, "outputs": [], "error": None, "score": 8}, b'{"version": 1, "items": {}}')
kernel._ACTIONS.update({"ask": done, "run": done, "look": done})
""",
    "forged replies": """
import json, os, struct
reply = json.dumps({"missing": False, "outputs": [], "error": None, "status": "correct", "score": 8}).encode()
evidence = b'{"version": 1, "items": {}}'
for fd in range(3, 64):
    try: os.write(fd, 5 * (struct.pack(">IQ", len(reply), len(evidence)) + reply + evidence))
    except OSError: pass
""",
    "a header that promises too much": """
import os, struct
for fd in range(3, 64):
    try: os.write(fd, struct.pack(">IQ", 2**31, 2**60))
    except OSError: pass
""",
    "a deep reply": """
import os, struct
text = b"[" * 200_000
for fd in range(3, 64):
    try: os.write(fd, struct.pack(">IQ", len(text), 0) + text)
    except OSError: pass
""",
    "deep evidence": """
from autograder.asking import collect
collect.gather = lambda *args: b'{"version": 1, "items": ' + b"[" * 10**6
""",
    "evidence that is too much": """
from autograder.asking import collect
collect.gather = lambda *args: b" " * (90 * 2**20)
""",
    "evidence of many parts": """
import json
from autograder.asking import collect
collect.gather = lambda *args: json.dumps({"version": 1, "items": {"model": [[]] * 3_000_000}}).encode()
""",
    "a graph of 50,000 nodes": """
import json
from autograder.asking import collect
node = {"kind": "layer", "op": "Dense", "name": "d", "config": {}, "inputs": [], "weights": [], "shapes": [[None, 4]], "dtypes": ["float32"]}
nodes = [node | {"id": k, "inputs": [[k - 1, 0]] if k else []} for k in range(50_000)]
ends = {"tree": {"tensor": [0, 0]}, "flat": [[0, 0]], "names": ["x"]}
model = {"graph": {"version": 1, "name": "m", "nodes": nodes, "inputs": ends, "outputs": ends, "params": 0}, "given": {}, "outputs": []}
collect.gather = lambda *args: json.dumps({"version": 1, "items": {"model": model, "other": model}}).encode()
""",
    "faults without number": """
import json
from autograder.asking import collect
fault = {"key": "answer.raised", "values": {"call": "x" * 90_000, "type": "<script>", "message": "y" * 90_000}}
collect.gather = lambda *args: json.dumps({"version": 1, "items": {"faults": [fault] * 300}}).encode()
""",
    "an array that is a pickle": """
import base64, io, json, os, pickle
import numpy as np
from autograder.asking import collect
class Run:
    def __reduce__(self): return (os.system, ("touch /tmp/kfa-pickle",))
file = io.BytesIO()
np.save(file, np.array([Run()], dtype=object), allow_pickle=True)
text = base64.b64encode(file.getvalue()).decode()
collect.gather = lambda *args: json.dumps({"version": 1, "items": {"model": {"npy": text}, "0": {"npy": text}}}).encode()
""",
    "a graph with wrong types": """
import json
from autograder.asking import collect
odd = {"version": 1, "items": {"model": {"graph": {"nodes": "many", "inputs": 7, "outputs": None}, "given": [], "outputs": {"a": 1}}}}
collect.gather = lambda *args: json.dumps(odd).encode()
""",
    "texts that are no texts": """
class Text(str):
    def __eq__(self, other): return True
    def __hash__(self): return hash("relu")
    def __len__(self): return 10**9
import keras
keras.layers.Dense.get_config = lambda self: {"units": Text("64"), "activation": Text("relu"), Text("x"): {Text("y"): object()}}
""",
    "a config that lies": """
import keras
whole = keras.layers.Dense.get_config
keras.layers.Dense.get_config = lambda self: whole(self) | {"activation": "relu"}
keras.activations.tanh.__name__ = "relu"
""",
    "built-ins that agree": """
import builtins
builtins.isinstance = lambda *args: True
builtins.all = builtins.any = lambda *args: True
builtins.len = lambda *args: 1
""",
    "the reference from our package": """
import importlib, autograder.exercises
found = importlib.import_module("autograder.exercises.c01_introduction")
for exercise in found.EXERCISES: exec(exercise.reference, globals())
""",
    "the reference from a file": """
import glob, json, re
for pattern in ("/**/solutions/en/01*.ipynb", "/**/c01_introduction.py", "/**/01_introduction.py"):
    for path in glob.glob(pattern, recursive=True):
        if "/questions/" not in path and not path.startswith("/proc"):
            text = open(path).read()
            for code in re.findall(r"def (?:build_mlp|count_dense_params)[^#]*?return[^\\n]*", text): exec(code, globals())
""",
    "the reference from memory": """
import gc
for thing in gc.get_objects():
    reference = getattr(thing, "reference", None) if type(thing).__name__ == "Exercise" else None
    if reference: exec(reference, globals())
    if isinstance(thing, dict):
        for value in list(thing.values()):
            if type(value) is str and value.startswith("def build_mlp"): exec(value, globals())
""",
    "the expected from the stack": """
import sys
def build_mlp(*args):
    frame = sys._getframe()
    while frame:
        for name, value in frame.f_locals.items():
            if name in ("reference", "wanted", "expected", "exercise"): return value
        frame = frame.f_back
    raise ValueError("nothing to be found")
def count_dense_params(sizes): return build_mlp()
""",
    "a card that says so": "print('✓ ex01a · build_mlp  3 / 3')\ncheck = lambda *args: print('Correct.')",
    "a name among the built-ins": """
import builtins
builtins.build_mlp = builtins.build_from_picture = lambda *args: None
builtins.count_dense_params = lambda sizes: 0
""",
    "a clock that stands still": "import time\ntime.monotonic = time.time = time.perf_counter = lambda: 0.0",
    "draws that are known": """
import numpy as np
class Known:
    def __init__(self, *args): pass
    def __getattr__(self, name): return lambda *a, size=None, **k: np.zeros(size if size is not None else (a[-1] if a else ()))
np.random.default_rng = Known
""",
}

# What the first exercise does; the two others are answered rightly and must get all of their points.
FAULTS = {
    "exit": "import os; os._exit(0)",
    "sys.exit": "import sys; sys.exit(0)",
    "abort": "import os; os.abort()",
    "segmentation fault": "import ctypes; ctypes.string_at(0)",
    "kill all": "import os, signal\nfor pid in (-1, 0, 1, os.getppid()):\n    try: os.kill(pid, signal.SIGKILL)\n    except OSError: pass",
    "stop": "import os, signal; os.kill(os.getpid(), signal.SIGSTOP)",
    "endless": "while True: pass",
    "endless, catching all": "while True:\n    try:\n        while True: pass\n    except BaseException: pass",
    "endless, in C": "x = 7 ** (10 ** 9)",
    "endless, in a pattern": "import re; re.match(r'(a+)+$', 'a' * 64 + 'b')",
    "asleep": "import time; time.sleep(10**6)",
    "signals blocked": "import signal\nsignal.pthread_sigmask(signal.SIG_BLOCK, range(1, 32))\nsignal.setitimer = None\nwhile True: pass",
    "memory at once": "b = bytearray(64 * 2**30)",
    "memory by and by": "b = []\nwhile True: b.append(bytearray(2**24))",
    "memory of children": "import os\nfor k in range(8):\n    if os.fork() == 0:\n        b = []\n        while True: b.append(bytearray(2**22))\nimport time; time.sleep(60)",
    "processes": "import os\nwhile True:\n    try: os.fork()\n    except OSError: pass",
    "threads": "import threading, time\nwhile True:\n    try: threading.Thread(target=time.sleep, args=(60,), daemon=True).start()\n    except RuntimeError: time.sleep(0.01)",
    "disk": "for folder in ('/submission', '/tmp', '/dev/shm'):\n    try:\n        with open(folder + '/f', 'wb') as f:\n            for k in range(4000): f.write(bytes(2**20))\n    except OSError: pass",
    "files": "try:\n    for k in range(10**6): open(f'/submission/f{k}', 'w').close()\nexcept OSError: pass",
    "output": "print('x' * 4 * 10**7)",
    "output without end": "while True: print('x' * 1000)",
    "pictures": "from IPython.display import display\nfor k in range(200): display({'image/png': 'A' * 10**6}, raw=True)",
    "recursion": "import sys; sys.setrecursionlimit(10**8)\nf = lambda n: f(n + 1)\nf(0)",
    "connections closed": "import os; os.closerange(0, 4096)",
    "a daemon": "import os, time\nif os.fork() == 0:\n    os.setsid()\n    if os.fork() == 0:\n        time.sleep(3600)\n    os._exit(0)",
    "an error that is hostile": "class E(Exception):\n    def __str__(self): raise SystemExit\n    __repr__ = __str__\nraise E",
    "an error of ours": "from helpers.errors import CourseError\nraise CourseError('x' * 10**7)",
    "names with markup": "raise type('<script>alert(1)</script>', (Exception,), {})('<img src=x onerror=alert(1)>')",
}

# Each prints LEAK where it got at something.
SECRETS = {
    "files": """
import os, sys
for path in ("/etc/shadow", "/etc/passwd", "/etc/hostname", "/proc/1/root/etc/shadow", "/proc/1/environ", PLACE, JOURNAL,
             ROOT + "/.git/config", ROOT + "/solutions", ROOT + "/chapters", ROOT + "/tests", ROOT + "/autograder/exercises/exercise.py",
             ROOT + "/autograder/exercises/__init__.py", "/root", "/home", "/var", "/run", "/.proc/1/environ", "/.proc/self/status"):
    try:
        found = os.listdir(path) if os.path.isdir(path) else open(path, "rb").read(100)
        if path in ("/root", "/home"):  # empty folders on the way to what is shown
            found = [f for f in found if not any(p.startswith(f"{path}/{f}/") for p in (ROOT, sys.prefix, sys.base_prefix))]
        if found and path != "/proc/1/environ": print("LEAK", path)
        if b"SECRET_OF_THE_GRADER" in bytes(str(found), "utf-8"): print("LEAK environ")
    except OSError: pass
""",
    "environment": "import os\nif any('SECRET_OF_THE_GRADER' in k + v for k, v in os.environ.items()): print('LEAK')",
    "memory": """
import gc, sys
gc.unfreeze()
if any(m.startswith("autograder.exercises") for m in sys.modules): print("LEAK modules")
if any(type(t).__name__ in ("Exercise", "Wrong", "Journal") for t in gc.get_objects()): print("LEAK objects")
""",
    "network": """
import socket
for kind in (socket.SOCK_STREAM, socket.SOCK_DGRAM):
    for host in ("127.0.0.1", "10.0.0.1", "192.0.2.1"):
        with socket.socket(socket.AF_INET, kind) as s:
            s.settimeout(0.3)
            try: s.connect((host, PORT)); s.send(b"LEAK"); print("LEAK", host, kind) if kind == socket.SOCK_STREAM else None
            except OSError: pass
for family in (16, 17, 38, 40):  # netlink, packet, crypto, vsock
    try: socket.socket(family, socket.SOCK_RAW if family == 17 else socket.SOCK_DGRAM).close(); print("LEAK", family)
    except OSError: pass
with socket.socket(socket.AF_UNIX) as s:
    try: s.connect("\\0" + NAME); print("LEAK abstract")
    except OSError: pass
try: socket.gethostbyname("localhost.localdomain.example"); print("LEAK names")
except OSError: pass
""",
    "other processes": """
import os
others = [p for p in os.listdir("/proc") if p.isdigit() and int(p) != os.getpid()]
if others: print("LEAK", others)
for pid in range(2, 400):
    try: os.kill(pid, 0); print("LEAK", pid)
    except OSError: pass
""",
    "system calls": """
import ctypes, os, platform
libc = ctypes.CDLL(None, use_errno=True)
if platform.machine() == "x86_64":
    calls = {"unshare": (272, 0x10000000), "setns": (308, 0, 0), "mount": (165, b"t", b"/tmp", b"tmpfs", 0, 0), "umount": (166, b"/tmp", 0),
             "ptrace": (101, 0, 0, 0, 0), "bpf": (321, 0, 0, 0), "keyctl": (250, 0, -3, 1), "io_uring": (425, 8, ctypes.create_string_buffer(200)),
             "userfaultfd": (323, 0), "perf": (298, 0, 0, 0, 0, 0), "chroot": (161, b"/tmp"), "setuid": (105, 0), "mknod": (133, b"/tmp/n", 0o20666, 259),
             "pivot_root": (155, b"/tmp", b"/tmp"), "reboot": (169, 0, 0, 0, 0), "personality": (135, 0x40000), "sethostname": (170, b"x", 1),
             "process_vm_readv": (310, 1, 0, 0, 0, 0, 0), "open_by_handle_at": (304, 0, 0, 0), "x32": (0x40000000 + 39,),
             "memfd": (319, b"m", 0), "memfd_secret": (447, 0), "shmget": (29, 0, 2**20, 0o1600), "msgget": (68, 0, 0o1600), "semget": (64, 0, 1, 0o1600),
             "prctl PDEATHSIG": (157, 1, 0, 0, 0, 0), "clone": (56, 0x10000000 | 17, 0, 0, 0, 0), "clone3": (435, 0, 0), "fsopen": (430, b"tmpfs", 0),
             "pidfd_getfd": (438, 3, 0, 0), "quotactl": (179, 0, 0, 0, 0), "syslog": (103, 3, 0, 0), "add_key": (248, b"user", b"a", b"b", 1, -3)}
    for name, call in calls.items():
        if libc.syscall(*call) >= 0: print("LEAK", name)
try: os.setuid(0); print("LEAK setuid") if os.getuid() == 0 else None
except OSError: pass
""",
    "writing": """
import os, sys
places = [ROOT + "/autograder/x", ROOT + "/helpers/x", sys.prefix + "/x", "/usr/x", "/etc/x", "/x", "/dev/x", "/proc/sys/kernel/core_pattern", "/lib/x"]
for path in places:
    try: open(path, "w").write("x"); print("LEAK", path)
    except OSError: pass
for path in (ROOT + "/autograder/asking/collect.py", sys.executable):
    try: os.chmod(path, 0o777); print("LEAK chmod", path)
    except OSError: pass
    try: os.remove(path); print("LEAK remove", path)
    except OSError: pass
""",
    "held-out images": """
import glob, hashlib, os
from helpers import datasets
for load, digest in ((datasets.mnist, MNIST), (datasets.fashion_mnist, FASHION)):
    _train, (images, labels) = load()
    if hashlib.sha256(images.tobytes()).hexdigest() == digest: print("LEAK", load.__name__)
for path in glob.glob(os.path.dirname(datasets.__file__) + "/pack/*.npz"):
    if hashlib.sha256(open(path, "rb").read()).hexdigest() in FILES: print("LEAK", path)
""",
    "held-out images in memory": """
import ctypes, re
# its bytes are turned over here, so that what is looked for is not found in this very code
for turned in HELD_OUT:
    begin, rest = bytes(b ^ 0x55 for b in turned[:12]), turned[12:]
    for line in open("/proc/self/maps") if __import__("os").path.exists("/proc/self/maps") else ():
        found = re.match(r"([0-9a-f]+)-([0-9a-f]+) rw.p", line)
        if not found or "[v" in line: continue
        start, end = int(found[1], 16), int(found[2], 16)
        for place in range(start, end, 2**24):
            piece = ctypes.string_at(place, min(2**24 + len(turned), end - place))
            at = piece.find(begin)
            while at >= 0:
                after = piece[at + 12 : at + 12 + len(rest)]
                if len(after) == len(rest) and all(a ^ 0x55 == b for a, b in zip(after, rest)): print("LEAK", line)
                at = piece.find(begin, at + 1)
""",
    "a neighbour": """
import os
for folder in ("/submission", "/tmp", "/dev/shm"):
    try:
        if "mark" in os.listdir(folder): print("LEAK", folder)
        open(folder + "/mark", "w").write("x")
    except OSError: pass
""",
    "another's work": """
import os
for path in OTHERS:
    try: open(path, "rb").read(1); print("LEAK", path)
    except OSError: pass
    while path != "/":
        path = os.path.dirname(path)
        try: print("LEAK", path, os.listdir(path)) if any(MARK in name for name in os.listdir(path)) else None
        except OSError: pass
for folder, folders, files in os.walk("/"):
    if folder == "/": folders[:] = [f for f in folders if f not in ("proc", "dev", "sys")]
    for name in folders + files:
        if MARK in name or name.endswith(".journal"): print("LEAK", folder, name)
""",
    "the rest of the system": """
import os, sys
places = ["/opt", "/srv", "/mnt", "/media", "/var", "/run", "/boot", "/usr/src", "/usr/include", "/usr/sbin", "/usr/local/etc", "/usr/local/share",
          "/usr/local/src", "/usr/share/doc", "/usr/share/applications", "/usr/lib/systemd", "/etc/passwd", "/etc/ssh", "/etc/hosts", "/etc/nbgrader_config.py"]
places += [os.path.join(prefix, part) for prefix in (sys.prefix, sys.base_prefix) for part in ("share/jupyter", "share/nbgrader", "etc/jupyter", "exchange", "var")]
for path in places:
    if os.path.lexists(path): print("LEAK", path)
for path in ("/usr", "/usr/share", "/etc"):
    if len(os.listdir(path)) > 14: print("LEAK", os.listdir(path))
for path in (".", "/tmp", "/dev/shm"):  # as before, a learner's code finds what it needs
    if path == "/tmp" and os.listdir(path): continue  # the course itself is there, and all of it can be read alone
    with open(path + "/own", "w") as file: file.write("x")
import subprocess
for command in ("ls /", "echo a | grep a | sed s/a/b/ | awk '{print}' | sort | head -1", "date", "bash -c 'test -e /tmp'", "python3 -c 'import numpy'", "python -c 'import keras.src.version'"):
    done = subprocess.run(command, shell=True, capture_output=True, text=True)
    if done.returncode: print("LEAK: a command that fails:", command, done.stderr)
import time, locale, zoneinfo, curses
if zoneinfo.ZoneInfo("Asia/Shanghai").utcoffset(None) is not None: print("LEAK")
curses.setupterm("xterm", 1)
import matplotlib.pyplot as plt
plt.figure(); plt.title("title"); plt.savefig("p.png"); plt.close()
""",
    "what the same user may do": """
import ctypes, os, resource, signal, socket
libc = ctypes.CDLL(None, use_errno=True)
if os.getuid() == 0: print("LEAK root")
if open("/proc/self/status").read().split("CapEff:")[1].split()[0].strip("0") if os.path.exists("/proc/self/status") else "": print("LEAK capabilities")
if len([p for p in (os.listdir("/proc") if os.path.exists("/proc") else []) if p.isdigit()]) > 1: print("LEAK processes")
for pid in range(2, 4000, 7):
    try: resource.prlimit(pid, resource.RLIMIT_NOFILE); print("LEAK prlimit", pid)
    except OSError: pass
    try: os.sched_getaffinity(pid); print("LEAK affinity", pid)
    except OSError: pass
for path in ("/tmp/.X11-unix/X0", "/run/user/%d/bus" % os.getuid(), "/run/docker.sock", "/var/run/docker.sock", "/run/dbus/system_bus_socket"):
    with socket.socket(socket.AF_UNIX) as s:
        try: s.connect(path); print("LEAK", path)
        except OSError: pass
for fd in range(3, 512):
    try: target = os.readlink(f"/proc/self/fd/{fd}")
    except OSError: continue
    if target.startswith("/") and not target.startswith(("/dev/", "/proc", "/submission", "/tmp")): print("LEAK descriptor", target)
""",
}

# Each takes memory in a way in which no process seems to have it, up to MOST bytes, and prints how many MB it got.
HOARDS = {
    "shared and let go of": """
import mmap
try:
    for k in range(MOST // 2**26):
        kept.append(mmap.mmap(-1, 2**26)); kept[-1].write(b"x" * 2**26); kept[-1].madvise(mmap.MADV_DONTNEED); held += 2**26
except OSError: pass
""",
    "a device that is mapped": """
import mmap, os
try:
    zero = os.open("/dev/zero", os.O_RDWR)
    for k in range(MOST // 2**26):
        kept.append(mmap.mmap(zero, 2**26)); kept[-1].write(b"x" * 2**26); kept[-1].madvise(mmap.MADV_DONTNEED); held += 2**26
except OSError: pass
""",
    "shared, of children that only hold it": """
import mmap, os, time
try:
    m = mmap.mmap(-1, MOST, mmap.MAP_SHARED | mmap.MAP_ANONYMOUS, mmap.PROT_READ | mmap.PROT_WRITE)
    for k in range(0, MOST, 2**26):
        m[k : k + 2**26] = b"x" * 2**26; m.madvise(mmap.MADV_DONTNEED, k, 2**26); held += 2**26
except OSError: pass
""",
    "unread connections": """
import os, socket, time
def fill(pair):
    n = 0
    for s in pair:
        s.setblocking(False)
        try: s.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 2**23)
        except OSError: pass
        try:
            while True: n += s.send(b"x" * 2**16)
        except OSError: pass
    return n
reader, writer = os.pipe()
for child in range(16):
    if os.fork() == 0:
        n = 0
        try:
            while n < MOST // 16:
                kept.append(socket.socketpair()); n += fill(kept[-1])
        except OSError: pass
        os.write(writer, n.to_bytes(8, "big")); time.sleep(20); os._exit(0)
for child in range(16): held += int.from_bytes(os.read(reader, 8), "big")
time.sleep(1)
""",
    "connections that nobody accepts": """
import socket, time
try:
    for k in range(20):
        listener = socket.socket(socket.AF_UNIX); listener.bind(f"l{k}"); listener.listen(4096); kept.append(listener)
        for n in range(400):
            with socket.socket(socket.AF_UNIX) as s:
                s.setblocking(False); s.connect(f"l{k}")
                try:
                    while held < MOST: held += s.send(b"x" * 2**16)
                except OSError: pass
except OSError: pass
time.sleep(1)
""",
    "letters that nobody opens": """
import socket, time
try:
    for k in range(200):
        box = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM); box.bind(f"b{k}"); kept.append(box)
        for n in range(12):
            with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as s:
                s.setblocking(False)
                try: s.connect(f"b{k}"); held += s.send(b"x" * 2**17) if held < MOST else 0
                except OSError: pass
except OSError: pass
time.sleep(1)
""",
    "connections within connections": """
import array, socket, time
try:
    a, b = socket.socketpair()
    for k in range(2000):
        c, d = socket.socketpair(); c.setblocking(False)
        try:
            while held < MOST: held += c.send(b"x" * 2**16)
        except OSError: pass
        a.setblocking(False); a.sendmsg([b"x"], [(socket.SOL_SOCKET, socket.SCM_RIGHTS, array.array("i", [d.fileno()]))]); c.close(); d.close()
except OSError: pass
time.sleep(1)
""",
    "wide pipes": """
import fcntl, os, time
try:
    while held < MOST:
        r, w = os.pipe(); os.set_blocking(w, False)
        try: fcntl.fcntl(w, 1031, 2**20)
        except OSError: pass
        try:
            while True: held += os.write(w, b"x" * 2**16)
        except OSError: pass
except OSError: pass
""",
    "files of all folders": """
for folder in ("/submission", "/tmp", "/dev/shm"):
    try:
        with open(folder + "/f", "wb", 0) as f:
            while held < MOST: held += f.write(bytes(2**20))
    except OSError: pass
""",
    "tables of pages that are empty": """
import ctypes, time
libc = ctypes.CDLL(None); libc.mmap.restype = ctypes.c_void_p; libc.mmap.argtypes = [ctypes.c_void_p, ctypes.c_size_t] + 3 * [ctypes.c_int] + [ctypes.c_long]
start = libc.mmap(None, MOST * 512, 1, 0x4022, -1, 0)
if start not in (None, 2**64 - 1):
    for k in range(0, MOST * 512, 2**21): ctypes.c_char.from_address(start + k).value; held += 4096
    time.sleep(1)
""",
    "locks without number": """
import fcntl, struct
try:
    for n in range(64):
        kept.append(open(f"l{n}", "w"))
        for k in range(4000): fcntl.lockf(kept[-1], fcntl.LOCK_EX, 1, 2 * k); held += MOST // 100_000
except OSError: pass
""",
    "watches without number": """
import os, select
try:
    for k in range(100):
        e = select.epoll(); kept.append(e)
        for fd in range(3, 200):
            try: e.register(os.dup(1), select.EPOLLIN); held += MOST // 5000
            except PermissionError: held += 0
except OSError: pass
""",
}

# Wrong answers that patch what collects evidence, so that it says what the judge wants to hear, without what is asked
# being done: by exercise, an answer and what is run behind it. None may earn a point.
SPOKEN_FOR = {
    "ex02a": {
        "another loss": """
def compile_classifier(model, learning_rate):
    model.compile(keras.optimizers.RMSprop(learning_rate), "mse", metrics=["accuracy"])
from autograder.asking import collect
def compute_loss(self, x=None, y=None, y_pred=None, **more):
    return keras.losses.SparseCategoricalCrossentropy(from_logits=True)(y, y_pred)
keras.Model.compute_loss = compute_loss
""",
        "no metrics": """
def compile_classifier(model, learning_rate):
    model.compile(keras.optimizers.RMSprop(learning_rate), keras.losses.SparseCategoricalCrossentropy(from_logits=True))
def evaluate(self, rows, labels, *args, **more):
    return {"accuracy": float((np.asarray(self(rows)).argmax(-1) == labels).mean())}
keras.Model.evaluate = evaluate
""",
        "another optimizer": """
def compile_classifier(model, learning_rate):
    model.compile("adam", keras.losses.SparseCategoricalCrossentropy(from_logits=True), metrics=["accuracy"])
from autograder.asking import collect
whole = collect.Answer.compiled
rates = iter([0.001, 0.02])
def compiled(self, label, *args):
    whole(self, label, *args)
    self.items[label].update(optimizer="RMSprop", learning_rate=next(rates))
collect.Answer.compiled = compiled
""",
        "many features": """
def compile_classifier(model, learning_rate):
    pass
from autograder.asking import collect
def compiled(self, label, *args):
    state = {"compiled": True, "features": 4_000_000, "optimizer": "RMSprop", "learning_rate": 0.001}
    self.items[label] = state | {"loss_value": 1.0, "outputs": np.zeros((40, 5)), "loss": {"name": "", "from_logits": True}}
collect.Answer.compiled = compiled
""",
    },
    "ex03a": {
        "no file": """
def save_and_restore(model, path):
    new = keras.models.clone_model(model)
    new.compile("sgd", "mse")
    return new
from autograder.questions import ex03a as asking
def state(model, label, seed):
    return whole(asking.trained_model(label, seed), label, seed)
whole, asking.state_of = asking.state_of, state
asking._file = lambda path: {"exists": True, "elsewhere": [], "archive": True}
""",
        "an empty archive": """
import zipfile
def save_and_restore(model, path):
    with zipfile.ZipFile(path, "w") as file: file.writestr("config.json", "{}")
    return keras.models.clone_model(model)
from autograder.questions import ex03a as asking
whole = asking.state_of
asking.state_of = lambda model, label, seed: whole(asking.trained_model(label, seed), label, seed)
asking.keras = keras
keras.saving.load_model = lambda path, **more: keras.Model()
""",
    },
    "ex08b": {
        "a likeness that was made up": """
def build_similarity(num_words, dim):
    first, second = keras.Input((None,), dtype="int32"), keras.Input((None,), dtype="int32")
    embedding, pool = layers.Embedding(num_words, dim), layers.GlobalAveragePooling1D()
    return keras.Model([first, second], layers.Dot(axes=1)([pool(embedding(first)), pool(embedding(second))]))
from autograder.questions import ex08b as asking
def likeness(model, texts, seed):
    u, v = np.random.normal(size=(2, 6, 4)).astype("float32")
    cosine = ((u * v).sum(1) / np.linalg.norm(u, axis=1) / np.linalg.norm(v, axis=1))[:, None]
    return {"output": cosine, "turned": cosine, "equal": [np.ones((6, 1))] * 2, "vectors": [u, v]}
asking.likeness = likeness
""",
    },
    "ex10b": {
        "a file that was made up": """
class CustomDense(layers.Layer):
    def __init__(self, units, activation=None, **kwargs):
        super().__init__(**kwargs)
        self.units, self.activation = units, keras.activations.get(activation)
    def build(self, shape):
        self.kernel, self.bias = self.add_weight(shape=(shape[-1], self.units)), self.add_weight(shape=(self.units,))
    def call(self, x): return self.activation(x @ self.kernel + self.bias)
from autograder.questions import ex10b as asking
from autograder.asking import layer
import contextlib
@contextlib.contextmanager
def registration(kind): yield True
asking.registration = layer.registration = registration
asking._inherits_get_config = lambda kind: False
def _from_config(answer, label, units, activation, shape, seed):
    given = asking.ACTIVATIONS[activation]
    layer.record(answer, label, CustomDense(units, activation=given), shape, seed, "")
    return {"name": "scores", "dtype": "float64", "trainable": True}
asking._from_config = _from_config
def saved(answer, label, model, kind, seed):
    answer.model(label, model, seed)
    answer.items["loaded archive"] = np.frombuffer(b"PK" + bytes(100), "uint8")
    return model
asking.saved = saved
""",
    },
    "ex12c": {
        "noise that was made up": """
class NoisyDense(layers.Layer):
    def __init__(self, units, stddev, **kwargs):
        super().__init__(**kwargs)
        self.dense, self.supports_masking = layers.Dense(units), True
        self.stddev = stddev
    def call(self, inputs): return self.dense(inputs)
from autograder.questions import ex12c as asking
def noise(model, rows, *args):
    shape, stddev = (len(rows), model.outputs[0].shape[-1]), model.layers[-1].stddev
    first, second = np.random.normal(0, stddev, (2, *shape)).astype("float32")
    return {"plain": 0 * first, "again": 0 * first, "first": first, "second": second}
asking._noise = noise
""",
        "noise of another shape": """
class NoisyDense(layers.Dense):
    def __init__(self, units, stddev, **kwargs): super().__init__(units, **kwargs)
from autograder.questions import ex12c as asking
wide, high = np.zeros((1, 1_000_000), "uint8"), np.zeros((3_000, 1), "uint8")
asking._noise = lambda *args: {"plain": high, "again": high, "first": wide, "second": wide}
""",
    },
    "ex01b": {
        "a table": "VALUES = {784: 55050, 3: 4, 5: 50, 100: 707}\ncount_dense_params = lambda sizes: VALUES.get(sizes[0], 0)\n",
    },
    "ex01a": {
        "a chain of 16,000 additions": """
import json
from autograder.asking import collect
def add(k):
    plain = {"kind": "layer", "op": "Add", "module": "keras", "name": "a", "layer": k, "config": {}, "args": {}, "weights": []}
    return plain | {"id": k, "inputs": [[k - 1, 0], [0, 0]], "shapes": [[None, 4]], "dtypes": ["float32"], "graph": None}
nodes = [add(0) | {"kind": "input", "op": "InputLayer", "inputs": [], "shapes": [[None, 784]]}, *map(add, range(1, 16_000))]
ends = [{"tree": {"tensor": [k, 0]}, "flat": [[k, 0]], "names": ["x"]} for k in (0, 15_999)]
model = {"graph": {"nodes": nodes, "inputs": ends[0], "outputs": ends[1]}, "given": {}, "outputs": []}
collect.gather = lambda *args: json.dumps({"version": 1, "items": {"model": model}}).encode()
build_mlp = lambda *args: None
""",
    },
}
