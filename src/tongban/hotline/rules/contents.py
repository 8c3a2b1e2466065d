"""What somebody says when they ask, and what of it may be shown to anybody."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from tongban.hotline.rules.states import Channel

LONGEST: Final = 4000
MOST_PHOTOS: Final = 9
FAR: Final = 250.0  # kilometres from every seat of government: another country, or the sea

NUMBER = re.compile(r"(?<![0-9])[0-9][0-9\- ]{5,}[0-9Xx]")
CALLED = re.compile(
    r"(?:我叫|姓名[:：]?|名字叫|联系人[:：]?|本人)([\u4e00-\u9fff]{2,4}?)(?=[,，。、；;\s]|$)"
)
TITLED = re.compile(
    r"(?<![\u4e00-\u9fff])?([赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦许何吕张孔曹严华金魏陶姜谢邹苏潘葛范彭郎鲁韦马苗方俞任袁柳唐罗薛雷贺倪汤滕殷毕郝安常乐于傅皮齐康伍余元顾孟黄穆萧尹姚邵汪毛戴宋庞熊纪舒屈项祝董梁杜阮蓝季贾江童颜郭梅盛林钟徐邱骆高夏蔡田樊胡凌霍万卢莫房解应丁洪包左石崔吉龚程邢裴陆翁曲侯段巴谷车焦牧])"
    r"(某某|[\u4e00-\u9fff]{0,2}?)(先生|女士|小姐|老师|师傅|医生|护士|经理|主任|书记|同志|警官|阿姨|大爷)"
)
EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
PLATE = re.compile(r"[\u4e00-\u9fff][A-Z][ ·]?[A-Z0-9]{5,6}(?![A-Z0-9])")
ROOM = re.compile(r"\d+(?:号楼|栋|幢|单元|室|号院|弄)(?:\d+(?:单元|室|号)?)*")


@dataclass(frozen=True)
class Asked:
    """A request as it is handed in. Whoever telephones without being known is the `caller`."""

    kind: str
    text: str
    authority: str = ""
    about: str = ""
    region: str = ""
    channel: str = Channel.PORTAL
    place: Mapping[str, Any] = field(default_factory=dict)  # words, lon, lat
    confidential: bool = False
    may_publish: bool = False
    caller: Mapping[str, str] = field(default_factory=dict)
    photos: Sequence[bytes] = ()


def masked(text: str, *names: str) -> str:
    """Without numbers, names, addresses of rooms and of mail. A person reads it before anybody."""
    for name in names:
        text = text.replace(name, "某某") if len(name) > 1 else text
    for pattern in (EMAIL, PLATE, ROOM, NUMBER):
        text = pattern.sub("＊＊＊", text)
    text = CALLED.sub(lambda found: found[0].replace(found[1], "某某"), text)
    return TITLED.sub(r"某\3", text)
