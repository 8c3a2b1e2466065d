"""How Chinese sounds: the syllables of characters and of typed pinyin, and which are confused."""

import os
import re
from collections.abc import Mapping
from functools import lru_cache

# The phrase dictionary costs 45 MB in every process; the readings in our word lists do its work.
os.environ.setdefault("PYPINYIN_NO_PHRASES", "true")

_SPELT = """
    a ai an ang ao ba bai ban bang bao bei ben beng bi bian biao bie bin bing bo bu ca cai can
    cang cao ce cen ceng cha chai chan chang chao che chen cheng chi chong chou chu chuai chuan
    chuang chui chun chuo ci cong cou cu cuan cui cun cuo da dai dan dang dao de dei den deng di
    dia dian diao die ding diu dong dou du duan dui dun duo e en er fa fan fang fei fen feng fo
    fou fu ga gai gan gang gao ge gei gen geng gong gou gu gua guai guan guang gui gun guo ha hai
    han hang hao he hei hen heng hong hou hu hua huai huan huang hui hun huo ji jia jian jiang
    jiao jie jin jing jiong jiu ju juan jue jun ka kai kan kang kao ke ken keng kong kou ku kua
    kuai kuan kuang kui kun kuo la lai lan lang lao le lei leng li lia lian liang liao lie lin
    ling liu long lou lu luan lue lun luo lv lve ma mai man mang mao me mei men meng mi mian miao
    mie min ming miu mo mou mu na nai nan nang nao ne nei nen neng ni nian niang niao nie nin ning
    niu nong nou nu nuan nue nuo nv nve o ou pa pai pan pang pao pei pen peng pi pian piao pie pin
    ping po pou pu qi qia qian qiang qiao qie qin qing qiong qiu qu quan que qun ran rang rao re
    ren reng ri rong rou ru ruan rui run ruo sa sai san sang sao se sen seng sha shai shan shang
    shao she shei shen sheng shi shou shu shua shuai shuan shuang shui shun shuo si song sou su
    suan sui sun suo ta tai tan tang tao te teng ti tian tiao tie ting tong tou tu tuan tui tun
    tuo wa wai wan wang wei wen weng wo wu xi xia xian xiang xiao xie xin xing xiong xiu xu xuan
    xue xun ya yan yang yao ye yi yin ying yo yong you yu yuan yue yun za zai zan zang zao ze zei
    zen zeng zha zhai zhan zhang zhao zhe zhen zheng zhi zhong zhou zhu zhua zhuai zhuan zhuang
    zhui zhun zhuo zi zong zou zu zuan zui zun zuo
"""
SYLLABLES = frozenset(_SPELT.split())

LONGEST_TOKEN = 60

_FLAT = re.compile(r"^([zcs])h|(?<=[aei])ng$")


@lru_cache(maxsize=2_000)
def muffled(syllable: str) -> str:
    """The syllable as it is often misheard and mistyped: zh is z, ang is an, lü is lu."""
    return _FLAT.sub(lambda match: match.group(1) or "n", syllable).replace("v", "u")


@lru_cache(maxsize=30_000)
def sound_of(character: str) -> str:
    """The commonest reading of one character; what is not Chinese stays as it is."""
    from pypinyin import lazy_pinyin  # read at the first question, since it costs 11 MB

    return "".join(lazy_pinyin(character))


class Voice:
    """Reads Chinese aloud, with the readings of words whose characters have several."""

    def __init__(self, readings: Mapping[str, str]) -> None:
        self._readings = {word: tuple(said.split()) for word, said in readings.items()}
        self._lengths = sorted({len(word) for word in readings}, reverse=True)

    def syllables(self, word: str) -> tuple[str, ...]:
        """One syllable for each character of a word in Chinese characters."""
        said = tuple(map(sound_of, word))
        for length in self._lengths:
            for at in range(len(word) - length + 1):
                known = self._readings.get(word[at : at + length])
                if known is not None:
                    said = said[:at] + known + said[at + length :]
        return said


@lru_cache(maxsize=5_000)
def spelled(token: str) -> tuple[str, ...]:
    """The syllables in typed letters, with single letters where no syllable fits."""
    token = token[:LONGEST_TOKEN]
    best: list[tuple[int, tuple[str, ...]]] = [(0, ())]
    for end in range(1, len(token) + 1):
        cost, pieces = best[end - 1]
        options = [(cost + 3, (*pieces, token[end - 1]))]
        for start in range(max(0, end - 6), end - 1):
            if token[start:end] in SYLLABLES:
                cost, pieces = best[start]
                options.append((cost + 2, (*pieces, token[start:end])))
        best.append(min(options))
    return best[-1][1]


def is_pinyin(token: str) -> bool:
    return token.isalpha() and all(len(piece) > 1 for piece in spelled(token))
