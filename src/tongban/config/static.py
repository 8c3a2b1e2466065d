"""Static files, named by their content."""

from django.contrib.staticfiles.storage import HashedFilesMixin
from whitenoise.storage import CompressedManifestStaticFilesStorage

GROUPS = (
    "portal/js/codes/*.js",
    "design/js/scan.js",
    "browser/qr/*.js",
)  # scripts that import each other
IMPORTS = HashedFilesMixin._js_module_import_aggregation_patterns[1]  # type: ignore[attr-defined]


class HashedFiles(CompressedManifestStaticFilesStorage):  # type: ignore[misc]  # has no types
    """Also the names by which these scripts import each other carry the content's hash.

    Only these: what other people's scripts import is not always there.
    """

    patterns = (
        *CompressedManifestStaticFilesStorage.patterns,
        *((group, IMPORTS) for group in GROUPS),
    )
