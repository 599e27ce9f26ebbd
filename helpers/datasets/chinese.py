"""The tickets' phrases as a Chinese reader sees them: the word ids stay those of the English words."""

import functools

from helpers.datasets import words

# As in `words`, `*` stands for a name.
PHRASES = {
    # invoice
    "question about my invoice": "关于发票的问题",
    "wrong amount on the bill": "账单金额有误",
    "invoice for *": "* 的发票",
    "vat number missing": "缺少税号",
    "the invoice shows the wrong amount": "发票上的金额不对",
    "i need the bill with our vat number": "我需要带有我们税号的账单",
    "the receipt for * never came": "* 的收据一直没有收到",
    "please send the invoice as a pdf": "请把发票以 PDF 形式发来",
    "the tax on the bill looks too high": "账单上的税额好像偏高",
    "our accounting asks for a corrected invoice": "我们财务要一张更正后的发票",
    "the billing address is the old one": "账单地址还是旧的",
    # refund
    "refund for *": "* 的退款",
    "charged twice": "重复扣款",
    "where is my money": "我的钱在哪里",
    "wrong charge on my card": "银行卡被误扣款",
    "my card was charged twice for *": "* 在我的卡上扣了两次款",
    "i am still waiting for the refund": "我还在等退款",
    "the money has not come back to my bank": "钱还没有退回我的银行账户",
    "you took the payment but the order was cancelled": "款已经扣了，订单却被取消",
    "please refund the charge on my card": "请把卡上扣的款退给我",
    "the bank says that the payment went through": "银行说付款已经成功",
    "i sent * back and want my money": "我已经退回 *，请退款",
    # crash
    "app crashes at start": "应用一启动就崩溃",
    "error when saving *": "保存 * 时出错",
    "everything is down": "全部瘫痪",
    "data lost after the update": "更新后数据丢失",
    "the app crashes as soon as i open it": "应用一打开就崩溃",
    "since the update it shows an error and closes": "更新以后，它报个错就退出",
    "all files in * are gone after the crash": "崩溃之后，* 里的文件全没了",
    "the server answers with an error": "服务器返回错误",
    "nobody in our team can work since the update": "更新以后，我们全组都没法工作",
    "the screen freezes when i save": "一保存，屏幕就卡住",
    "i reinstalled the app and it still crashes": "我重装了应用，它还是崩溃",
    # login
    "can not log in": "无法登录",
    "password reset fails": "重置密码失败",
    "locked out": "账户被锁",
    "code does not arrive": "收不到验证码",
    "the password is refused since the update": "更新以后，密码一直被拒绝",
    "the code for the login never arrives": "登录验证码总是收不到",
    "i reset the password and still can not log in": "我重置了密码，还是登录不了",
    "the app says that my user is locked": "应用提示我的用户已被锁定",
    "the link in the reset mail shows an error": "重置邮件里的链接打开就报错",
    "the login page loads again and again": "登录页面反复加载",
    # delay
    "where is my parcel": "我的包裹在哪里",
    "delivery is late": "送货延误",
    "* has not arrived": "* 还没有到",
    "tracking shows nothing": "查不到物流信息",
    "the parcel should have arrived on monday": "包裹本该星期一到",
    "the tracking has not changed for days": "物流信息好几天没有更新",
    "the driver left a note but no parcel": "送货员留了张条，却没有留下包裹",
    "the delivery of * is late": "* 的送货延误了",
    "the parcel is still in the warehouse": "包裹还在仓库里",
    "when will the order be shipped": "订单什么时候发货",
    "the courier says that the address is wrong": "快递员说地址不对",
    # damage
    "arrived broken": "收到时已经坏了",
    "wrong item in the parcel": "包裹里的商品不对",
    "* is damaged": "* 损坏",
    "parts missing": "缺少零件",
    "the box was open and * was broken": "箱子开着，* 也坏了",
    "the parcel holds the wrong item": "包裹里装错了商品",
    "there is a crack in the glass": "玻璃上有一道裂纹",
    "two parts are missing in the box": "箱子里少了两个零件",
    "it was damaged on the way": "它在路上损坏了",
    "i took photos of the broken item": "我给坏掉的商品拍了照",
    "please ship a new one for the damaged item": "请补发一件，替换损坏的商品",
    # upgrade
    "change of plan": "更换套餐",
    "more seats for our team": "我们团队要增加席位",
    "price of the larger plan": "更大套餐的价格",
    "upgrade to *": "升级到 *",
    "we would like to move to the larger plan": "我们想换成更大的套餐",
    "how much do more seats cost": "增加席位要多少钱",
    "is there a discount for a year": "按年付费有折扣吗",
    "please add five users to our plan": "请给我们的套餐加五个用户",
    "does the larger plan include *": "更大的套餐包含 * 吗",
    "we want to upgrade next month": "我们想下个月升级",
    # cancel
    "close my account": "注销我的账户",
    "cancel the subscription": "取消订阅",
    "delete my data": "删除我的数据",
    "leaving at the end of the month": "月底离开",
    "please close my account": "请注销我的账户",
    "i want to cancel the subscription at the end of the month": "我想在月底取消订阅",
    "please delete all of my data": "请删除我的全部数据",
    "we no longer use the plan": "我们不再使用这个套餐",
    "the cancel button is not where the help says": "取消按钮不在帮助里说的位置",
    "my profile should be removed": "我的资料应当删除",
    "we are moving to *": "我们要改用 *",
    # titles that say little
    "please help": "请帮帮忙",
    "a question": "一个问题",
    "problem with *": "* 有问题",
    "hello": "你好",
    "message from *": "来自 * 的消息",
    "not working": "用不了",
    "urgent": "紧急",
    # what anybody writes
    "my name is *": "我叫 *",
    "i am writing about *": "我写信是为了 *",
    "i bought it last week": "我上周买的",
    "we use it every day": "我们每天都用",
    "i looked in the help pages first": "我先查过帮助页面",
    "you can reach me by phone or mail": "可以打电话或写邮件联系我",
    "my colleague * had the same": "我的同事 * 也遇到过",
    "this is about order *": "这是关于订单 * 的",
    "i am not sure whom to ask": "我不清楚该问谁",
    "it worked until last week": "上周以前还是好的",
    "* told me to write to you": "* 让我写信给你们",
    "the number is on the letter from *": "编号在 * 寄来的信上",
    # calm
    "thank you for your help": "谢谢你们的帮助",
    "there is no hurry": "不着急",
    "whenever you find the time": "有空时处理就好",
    "many thanks in advance": "先谢谢了",
    "have a nice day": "祝愉快",
    "i am happy with your service otherwise": "其他方面我对你们的服务很满意",
    # angry
    "this is unacceptable": "这太过分了",
    "i need an answer today": "今天必须给我答复",
    "this is the third time i write": "这是我第三次写信了",
    "i am losing patience": "我快没有耐心了",
    "fix this now": "马上解决",
    "we lose money every hour": "我们每小时都在亏钱",
    "i will talk to a lawyer": "我会找律师",
}

LABELS = {
    "billing": "账单", "technical": "技术", "shipping": "物流", "account": "账户",
    "invoice": "发票", "refund": "退款", "crash": "崩溃", "login": "登录", "delay": "延误", "damage": "损坏",
    "upgrade": "升级", "cancel": "取消", "premium": "高级", "trial": "试用", "mobile": "手机", "repeat": "再次来信",
}  # fmt: skip


def written(row: list[str]) -> str:
    """Words of a ticket as Chinese: phrase by phrase, each as far as it was kept; what is none stays as it is."""
    sentences: list[list[str]] = [[]]
    for word in row:
        sentences[-1].append(word)
        if word == ".":
            sentences.append([])
    return "".join(_phrase(sentence) for sentence in sentences if sentence)


def label(name: str) -> str:
    """A label or tag with its meaning behind it: `billing（账单）`."""
    return f"{name}（{LABELS[name]}）" if name in LABELS else name


def _phrase(row: list[str]) -> str:
    stop = "。" if row[-1] == "." else ""
    bare = row[:-1] if stop else row
    for pattern, chinese in _patterns().get(len(bare), ()):
        if all(p == word or (p == "*" and word not in _plain()) for p, word in zip(pattern, bare, strict=True)):
            name = next((w for p, w in zip(pattern, bare, strict=True) if p == "*"), "")
            return chinese.replace("*", name) + stop
    return (_cut(bare) or " ".join(bare)) + stop


def _cut(bare: list[str]) -> str:
    """The beginning of a phrase that was cut off at the end of a row; "" for none."""
    for patterns in _patterns().values():
        for pattern, chinese in patterns:
            if len(pattern) > len(bare) > 1 and pattern[: len(bare)] == bare:
                return chinese[: max(1, len(chinese) * len(bare) // len(pattern))].split("*")[0].strip() + "……"
    return ""


@functools.cache
def _patterns() -> dict[int, list[tuple[list[str], str]]]:
    found: dict[int, list[tuple[list[str], str]]] = {}
    for english, chinese in PHRASES.items():
        found.setdefault(len(english.split()), []).append((english.split(), chinese))
    return found


@functools.cache
def _plain() -> frozenset[str]:
    return frozenset(" ".join(words.phrases()).split()) - {"*"}
