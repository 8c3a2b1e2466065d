"""`./tongban work`: sends messages, watches deadlines, keeps the index fresh."""


def main(_arguments: list[str]) -> int:
    import django

    django.setup()
    from tongban.config.chores import CHORES
    from tongban.config.running.loop import work
    from tongban.federation import tasks as federation

    try:
        work(CHORES)
    finally:
        federation.end()
    return 0
