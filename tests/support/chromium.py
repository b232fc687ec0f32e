"""Finding a Chromium, or installing one: MDO_CHROMIUM, the PATH, apt-get when root on Debian, else Playwright's own.

The headless shell goes first: the same engine without the windows of a browser, for little more than half of the CPU.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

_SHELL = "chromium-headless-shell"
_NAMES = (_SHELL, "chromium", "google-chrome", "google-chrome-stable", "chromium-browser")

# What Playwright 1.x turns off: Chromium reads the last list alone, which is ours.
_OFF_IN_PLAYWRIGHT = (
    "AvoidUnnecessaryBeforeUnloadCheckSync,DestroyProfileOnBrowserClose,HttpsUpgrades,HttpsFirstBalancedModeAutoEnable,"
    "LensOverlay,MediaRouter,PaintHolding,ThirdPartyStoragePartitioning,AvoidCorsURLLoaderRestartOnRedirect,"
    "TcpPortRandomizationWin,OptimizationHints,NetworkTimeServiceQuerying,AimEnabled,PreconnectToSearch"
)
# The suggestions under an address bar that nobody sees: two pages more for each profile, half of what it costs.
_ADDRESS_BAR = "WebUIOmniboxPopup,WebUIOmniboxAimPopup"

# No sandbox: root may not use it. The rest keeps the browser from calling its maker.
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
    f"--disable-features={_OFF_IN_PLAYWRIGHT},{_ADDRESS_BAR}",
)


class BrowserMissing(RuntimeError):
    """No browser was found or could be installed: the tests that need one fail."""


def chromium_path() -> str | None:
    """The browser's path; None means Playwright's own, which it finds by itself. Raises BrowserMissing."""
    given = os.environ.get("MDO_CHROMIUM")
    if given:
        if not shutil.which(given):
            raise BrowserMissing(f"MDO_CHROMIUM is {given}: no program is there.")
        return given
    return _on_the_path() or _installed()


def _on_the_path() -> str | None:
    return next((path for name in _NAMES if (path := shutil.which(name))), None)


def _installed() -> str | None:
    apt_get = shutil.which("apt-get")
    if apt_get and os.geteuid() == 0 and Path("/etc/debian_version").exists():
        _run(apt_get, "update", "-q")
        install = (apt_get, "install", "-q", "-y", "--no-install-recommends", "fonts-liberation")
        try:
            _run(*install, _SHELL)
        except BrowserMissing:  # Debian has had it since 2024
            _run(*install, "chromium")
        return _on_the_path()
    _run(sys.executable, "-m", "playwright", "install", "chromium")
    return None


def _run(*command: str) -> None:
    environ = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    done = subprocess.run(command, env=environ, capture_output=True, text=True, check=False)
    if done.returncode:
        raise BrowserMissing(f"No browser: « {' '.join(command)} » failed.\n{done.stderr or done.stdout}")
