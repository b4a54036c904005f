"""What a process that reads one file may not do: take memory, time or files, and reach any network."""

import ctypes
import os
import platform
import resource
from contextlib import suppress

#: Bytes that reading may take above what the prepared parent holds, and seconds of the processor.
MEMORY, SECONDS = 200 * 1024 * 1024, 20

_NEW_USER, _NEW_NET = 0x10000000, 0x40000000
_NO_NEW_PRIVILEGES, _SECCOMP, _FILTER = 38, 22, 2
#: Of each machine: how the kernel's filter names it, and the number of its call `socket`.
_MACHINES = {"x86_64": (0xC000003E, 41), "aarch64": (0xC00000B7, 198)}


def leave_network() -> bool:
    """Move this process and all that it forks into a network without a way out; False where that is forbidden."""
    libc = ctypes.CDLL(None, use_errno=True)
    uid, gid = os.getuid(), os.getgid()
    if uid == 0:
        return bool(libc.unshare(_NEW_NET) == 0)
    if libc.unshare(_NEW_USER | _NEW_NET) != 0:
        return False
    with suppress(OSError):
        for name, line in (("setgroups", "deny"), ("uid_map", f"{uid} {uid} 1"), ("gid_map", f"{gid} {gid} 1")):
            with open(f"/proc/self/{name}", "w", encoding="ascii") as stream:
                stream.write(line)
    return True


class _Instruction(ctypes.Structure):
    _fields_ = [("code", ctypes.c_ushort), ("yes", ctypes.c_ubyte), ("no", ctypes.c_ubyte), ("value", ctypes.c_uint32)]


class _Program(ctypes.Structure):
    _fields_ = [("length", ctypes.c_ushort), ("instructions", ctypes.POINTER(_Instruction))]


def forbid_sockets() -> bool:
    """Let the kernel refuse this process every new socket (seccomp); False where it has no such filter."""
    machine = _MACHINES.get(platform.machine())
    if machine is None:
        return False
    load, equal, give = 0x20, 0x15, 0x06
    refuse, allow = 0x00050001, 0x7FFF0000
    instructions = (_Instruction * 6)(
        _Instruction(load, 0, 0, 4),
        _Instruction(equal, 0, 3, machine[0]),
        _Instruction(load, 0, 0, 0),
        _Instruction(equal, 0, 1, machine[1]),
        _Instruction(give, 0, 0, refuse),
        _Instruction(give, 0, 0, allow),
    )
    program = _Program(len(instructions), instructions)
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.prctl(_NO_NEW_PRIVILEGES, 1, 0, 0, 0) != 0:
        return False
    return bool(libc.prctl(_SECCOMP, _FILTER, ctypes.byref(program), 0, 0) == 0)


def limit() -> None:
    """Bound the memory, the processor's time and the files that this process may take from now on."""
    used_bytes = _address_space()
    resource.setrlimit(resource.RLIMIT_AS, (used_bytes + MEMORY, used_bytes + MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))


def _address_space() -> int:
    """Bytes of address space that this process has."""
    with open("/proc/self/statm", encoding="ascii") as stream:
        return int(stream.read().split()[0]) * resource.getpagesize()
