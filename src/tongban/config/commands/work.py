"""`./tongban work`: sends messages, watches deadlines, keeps the index fresh."""


def main(_arguments: list[str]) -> int:
    import django

    django.setup()
    from tongban.config.chores import CHORES
    from tongban.config.running.loop import work

    work(CHORES)
    return 0
