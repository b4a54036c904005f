"""Papers that exist already. Rows are written by intake/actions alone."""

from intake.models.catalogue import CatalogueFault, CatalogueFile
from intake.models.uploads import ReadingCorrection, Upload, UploadQuerySet

__all__ = ["CatalogueFault", "CatalogueFile", "ReadingCorrection", "Upload", "UploadQuerySet"]
