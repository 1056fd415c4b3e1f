"""Pillow is loaded late, and nobody notices."""

from __future__ import annotations

import subprocess
import sys

REPORTLAB = "import generator.pdf.reportlab_inside\nfrom reportlab.lib.utils import ImageReader\n"
PICTURE = "import io, sys\npicture = io.BytesIO()\n"


def run(code: str) -> str:
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.strip()


def test_a_page_without_pictures_does_without_pillow() -> None:
    assert run(f"{REPORTLAB}import sys; print('PIL.Image' in sys.modules)") == "False"


def test_reportlab_still_opens_pictures() -> None:
    after = "from PIL import Image\nImage.new('RGB', (3, 2)).save(picture, 'PNG'); picture.seek(0)\n"
    show = "print(ImageReader(picture).getSize(), Image is sys.modules['PIL.Image'])"
    assert run(f"{REPORTLAB}{PICTURE}{after}{show}") == "(3, 2) True"


def test_whoever_has_loaded_pillow_before_keeps_it() -> None:
    assert run(f"from PIL import Image\n{REPORTLAB}import reportlab.lib.utils as utils; print(utils.Image is Image)") == "True"
