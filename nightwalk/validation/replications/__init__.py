"""Published models and surveys played again with this software's own functions (D1-D13)."""

from nightwalk.validation.replications.catalogue import REPLICATIONS, replicate

__all__ = ["REPLICATIONS", "replicate"]
