from tongban.privacy.models.accesses import Access as Access
from tongban.privacy.models.closings import Closing as Closing
from tongban.privacy.models.purposes import Purpose as Purpose
