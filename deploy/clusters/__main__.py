"""`make cluster`: bring up both layouts of docs/deploy.md on this machine, one after the other, and walk them.

Ends with 1 at the first promise that does not hold. `make cluster LAYOUT=apart`, or `standby`, walks one of them.
"""

import sys
import tempfile
from pathlib import Path

from deploy.children import end_with_parent
from deploy.clusters.apart import walk_apart
from deploy.clusters.parts import Wrong
from deploy.clusters.standby import walk_standby

LAYOUTS = {"apart": walk_apart, "standby": walk_standby}


def main() -> int:
    """Walk the layouts that are named, or both; 0 when all promises hold."""
    end_with_parent()
    for name in sys.argv[1:] or LAYOUTS:
        print(f"Layout “{name}”", flush=True)
        with tempfile.TemporaryDirectory(prefix="register-cluster-", ignore_cleanup_errors=True) as folder:
            Path(folder).chmod(0o755)  # the account that runs PostgreSQL must be able to enter
            try:
                LAYOUTS[name](Path(folder), lambda sentence: print(f"  {sentence}", flush=True))
            except (Wrong, TimeoutError) as reason:
                print(f"  WRONG: {reason}")
                return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
