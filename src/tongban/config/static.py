"""Static files, named by their content."""

from django.contrib.staticfiles.storage import HashedFilesMixin
from whitenoise.storage import CompressedManifestStaticFilesStorage

OURS = "portal/js/codes/*.js"  # scripts that import each other
IMPORTS = HashedFilesMixin._js_module_import_aggregation_patterns[1]  # type: ignore[attr-defined]


class HashedFiles(CompressedManifestStaticFilesStorage):  # type: ignore[misc]  # has no types
    """Also the names by which our scripts import each other carry the content's hash.

    Only ours: what other people's scripts import is not always there.
    """

    patterns = (*CompressedManifestStaticFilesStorage.patterns, (OURS, IMPORTS))
