"""QR codes: their modules, their shape, and the address that is printed beside them."""

from generator.qr.address import Address, split_address
from generator.qr.code import QUIET_ZONE, Code, make_code, path

__all__ = ["QUIET_ZONE", "Address", "Code", "make_code", "path", "split_address"]
