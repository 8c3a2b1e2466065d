"""`./tongban picture`: takes the picture of the README from the running program."""

import sys
import tempfile
from io import BytesIO
from pathlib import Path

from PIL import Image, ImageDraw
from playwright.sync_api import Browser, Page, sync_playwright

from tests.harness.browsers import PHONE, QUIET, chromium
from tests.harness.live import Demo
from tests.journeys.citizen import newest_on

OUT = Path(__file__).resolve().parents[1] / "docs" / "pictures" / "phones.png"
CITIZEN = "19900000001"
GAP, ROUND, SHARP = 28, 36, 2
PAPER, EDGE = "#e9edf4", "#c9d1de"


def main() -> int:
    with tempfile.TemporaryDirectory(prefix="tongban-picture-") as folder:
        demo = Demo(Path(folder) / "home")
        try:
            with sync_playwright() as running:
                browser = running.chromium.launch(executable_path=chromium(), args=QUIET)
                shots = list(screens(browser, demo.address()))
                browser.close()
        finally:
            demo.end()
    side_by_side(shots).save(OUT, optimize=True)
    sys.stdout.write(f"{OUT}: {len(shots)} screens\n")
    return 0


def screens(browser: Browser, address: str) -> list[bytes]:
    """Home, the guide of a service, the wallet, and home in large text."""
    context = browser.new_context(
        viewport=PHONE, base_url=address, locale="zh-CN", device_scale_factor=SHARP, has_touch=True
    )
    page = context.new_page()
    shots = []
    for place in ("/", "/services/id-reissue/"):
        page.goto(place)
        shots.append(page.screenshot())
    sign_in(page)
    page.goto("/wallet/")
    shots.append(page.screenshot())
    context.add_cookies([{"name": "elder", "value": "1", "url": address}])
    page.goto("/")
    shots.append(page.screenshot())
    context.close()
    return shots


def sign_in(page: Page) -> None:
    page.goto("/sign-in/?next=/wallet/")
    page.fill("#id_phone", CITIZEN)
    page.click("form:has(#id_phone) button")
    phone = page.context.new_page()
    phone.goto(f"/demo/phone/?number={CITIZEN}")
    said = newest_on(phone)
    phone.close()
    page.fill("#id_code", "".join(sign for sign in said if sign.isdigit())[:6])
    page.click("form:has(#id_code) button")
    page.wait_for_url(lambda url: "/sign-in/code/" not in url)


def side_by_side(shots: list[bytes]) -> Image.Image:
    phones = [Image.open(BytesIO(shot)).convert("RGB") for shot in shots]
    wide, high = phones[0].size
    gap, around = GAP * SHARP, ROUND * SHARP
    canvas = Image.new("RGB", (len(phones) * (wide + gap) + gap, high + 2 * gap), PAPER)
    mask = Image.new("L", (wide, high), 0)
    ImageDraw.Draw(mask).rounded_rectangle((0, 0, wide - 1, high - 1), around, fill=255)
    for place, phone in enumerate(phones):
        left = gap + place * (wide + gap)
        canvas.paste(phone, (left, gap), mask)
        frame = (left - 1, gap - 1, left + wide, gap + high)
        ImageDraw.Draw(canvas).rounded_rectangle(frame, around, outline=EDGE, width=2)
    half = (canvas.width // SHARP, canvas.height // SHARP)
    return canvas.resize(half, Image.Resampling.LANCZOS).quantize(256)


if __name__ == "__main__":
    sys.exit(main())
