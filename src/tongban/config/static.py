"""Static files, named by their content."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class HashedFiles(CompressedManifestStaticFilesStorage):  # type: ignore[misc]  # has no types
    """Also the names by which our scripts import each other carry the content's hash."""

    support_js_module_import_aggregation = True
