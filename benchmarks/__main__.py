"""`python -m benchmarks [name …]`: run every measurement, or those named; ends with 1 when a target is missed."""

import importlib
import os
import pkgutil
import sys

import django

import benchmarks

# Each of these runs for itself: see its own command in the Makefile.
APART = ("soak",)


def main(names: list[str]) -> int:
    """Run the measurements in turn."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    found = [module.name for module in pkgutil.iter_modules(benchmarks.__path__)]
    known = [name for name in found if not name.startswith("_") and name not in APART]
    unknown = [name for name in names if name not in found]
    if unknown:
        print(f"There is no measurement called {', '.join(unknown)}. There are: {', '.join(known)}.", file=sys.stderr)
        return 2
    met = True
    for name in names or known:
        module = importlib.import_module(f"benchmarks.{name}")
        if hasattr(module, "measure"):
            print(f"\n{(module.__doc__ or name).strip().splitlines()[0]}\n")
            met = module.measure() and met
    return 0 if met else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
