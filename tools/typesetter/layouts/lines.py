"""Lines that the forms of several regions share: classes of expenditure, income sources, economic items."""

from __future__ import annotations

from tools.typesetter.layout import FixedLine
from tools.typesetter.numerals import ordinal

CLASSES_2024 = {
    "201": "一般公共服务支出",
    "202": "外交支出",
    "203": "国防支出",
    "204": "公共安全支出",
    "205": "教育支出",
    "206": "科学技术支出",
    "207": "文化旅游体育与传媒支出",
    "208": "社会保障和就业支出",
    "210": "卫生健康支出",
    "211": "节能环保支出",
    "212": "城乡社区支出",
    "213": "农林水支出",
    "214": "交通运输支出",
    "215": "资源勘探工业信息等支出",
    "216": "商业服务业等支出",
    "217": "金融支出",
    "219": "援助其他地区支出",
    "220": "自然资源海洋气象等支出",
    "221": "住房保障支出",
    "222": "粮油物资储备支出",
    "223": "国有资本经营预算支出",
    "224": "灾害防治及应急管理支出",
    "229": "其他支出",
    "231": "债务还本支出",
    "232": "债务付息支出",
    "234": "抗疫特别国债安排的支出",
}
"""The classes that 收入支出决算总表 lists, in its order."""

CLASSES_2018 = {
    "201": "一般公共服务支出",
    "202": "外交支出",
    "203": "国防支出",
    "204": "公共安全支出",
    "205": "教育支出",
    "206": "科学技术支出",
    "207": "文化体育与传媒支出",
    "208": "社会保障和就业支出",
    "210": "医疗卫生与计划生育支出",
    "211": "节能环保支出",
    "212": "城乡社区支出",
    "213": "农林水支出",
    "214": "交通运输支出",
    "215": "资源勘探信息等支出",
    "216": "商业服务业等支出",
    "217": "金融支出",
    "219": "援助其他地区支出",
    "220": "国土海洋气象等支出",
    "221": "住房保障支出",
    "222": "粮油物资储备支出",
    "229": "其他支出",
    "231": "债务还本支出",
    "232": "债务付息支出",
}
"""The classes and their names in the forms of 2016 to 2018."""

INCOME_SOURCES = (
    ("income.general_public_budget", "一般公共预算财政拨款收入"),
    ("income.government_fund", "政府性基金预算财政拨款收入"),
    ("income.state_capital", "国有资本经营预算财政拨款收入"),
    ("income.superior_subsidy", "上级补助收入"),
    ("income.institutional", "事业收入"),
    ("income.operating", "经营收入"),
    ("income.affiliated_remittance", "附属单位上缴收入"),
    ("income.other", "其他收入"),
)
FISCAL_SOURCES = tuple((key, name.removesuffix("收入")) for key, name in INCOME_SOURCES[:3])

APPROPRIATION = FixedLine(
    "一、财政拨款收入", "income.fiscal_appropriation", sum_of=tuple(key for key, _ in FISCAL_SOURCES)
)
FUND_OF_APPROPRIATION = FixedLine(
    "　其中：政府性基金预算财政拨款",
    "income.fiscal_appropriation.of_which.government_fund",
    sum_of=("income.government_fund",),
)

PERSONNEL = {
    "301": "工资福利支出",
    "30101": "基本工资",
    "30102": "津贴补贴",
    "30103": "奖金",
    "30106": "伙食补助费",
    "30107": "绩效工资",
    "30108": "机关事业单位基本养老保险缴费",
    "30109": "职业年金缴费",
    "30110": "职工基本医疗保险缴费",
    "30111": "公务员医疗补助缴费",
    "30112": "其他社会保障缴费",
    "30113": "住房公积金",
    "30114": "医疗费",
    "30199": "其他工资福利支出",
    "303": "对个人和家庭的补助",
    "30301": "离休费",
    "30302": "退休费",
    "30303": "退职（役）费",
    "30304": "抚恤金",
    "30305": "生活补助",
    "30306": "救济费",
    "30307": "医疗费补助",
    "30308": "助学金",
    "30309": "奖励金",
    "30310": "个人农业生产补贴",
    "30311": "代缴社会保险费",
    "30399": "其他对个人和家庭的补助",
}
GOODS = {
    "302": "商品和服务支出",
    "30201": "办公费",
    "30202": "印刷费",
    "30203": "咨询费",
    "30204": "手续费",
    "30205": "水费",
    "30206": "电费",
    "30207": "邮电费",
    "30208": "取暖费",
    "30209": "物业管理费",
    "30211": "差旅费",
    "30212": "因公出国（境）费用",
    "30213": "维修（护）费",
    "30214": "租赁费",
    "30215": "会议费",
    "30216": "培训费",
    "30217": "公务接待费",
    "30218": "专用材料费",
    "30224": "被装购置费",
    "30225": "专用燃料费",
    "30226": "劳务费",
    "30227": "委托业务费",
    "30228": "工会经费",
    "30229": "福利费",
    "30231": "公务用车运行维护费",
    "30239": "其他交通费用",
    "30240": "税金及附加费用",
    "30299": "其他商品和服务支出",
}
CAPITAL = {
    "310": "资本性支出",
    "31001": "房屋建筑物购建",
    "31002": "办公设备购置",
    "31003": "专用设备购置",
    "31007": "信息网络及软件购置更新",
    "31013": "公务用车购置",
    "31019": "其他交通工具购置",
    "31021": "文物和陈列品购置",
    "31022": "无形资产购置",
    "31099": "其他资本性支出",
}


def numbered(lines: tuple[tuple[str, str], ...], first: int = 1) -> tuple[FixedLine, ...]:
    """Lines with 一、二、三、 before their names."""
    return tuple(FixedLine(f"{ordinal(n)}、{name}", key) for n, (key, name) in enumerate(lines, first))


def class_lines(classes: dict[str, str]) -> tuple[FixedLine, ...]:
    """The numbered lines of expenditure by class."""
    return numbered(tuple((f"expenditure.{code}", name) for code, name in classes.items()))


def items(accounts: dict[str, str]) -> tuple[FixedLine, ...]:
    """Lines of ``basic_expenditure``, whose key is their code."""
    return tuple(FixedLine(name, code, code) for code, name in accounts.items())


def padded(lines: tuple[FixedLine, ...], height: int) -> tuple[FixedLine, ...]:
    """The lines with blank ones after them, up to a height."""
    return lines + (FixedLine(),) * (height - len(lines))


def centred(label: str, line_code: str) -> FixedLine:
    """A total."""
    return FixedLine(label, line_code, centred=True)
