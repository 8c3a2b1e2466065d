"""Words for pages about cases."""

from django import template

from tongban.cases import queries

register = template.Library()


@register.filter
def platform(node: str) -> str:
    """What a platform is called."""
    return queries.platform_name(node)
