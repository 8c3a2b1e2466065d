"""How every form of the program looks: Django asks this renderer for the templates."""

from django.forms.renderers import TemplatesSetting


class Renderer(TemplatesSetting):
    """`{{ form.x.as_field_group }}` gives our field: label, hint, error, input, source.

    A field may carry three attributes that the template shows under the input: `source` (a
    sentence: where the filled-in value comes from), `dispute` (the address for putting it
    right) and `note`.
    """

    field_template_name = "design/field.html"
