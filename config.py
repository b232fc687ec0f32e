"""Settings, read from MDO_* environment variables and checked at start: a wrong value stops it with one sentence."""

import contextlib
import gettext
import os
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

from mdo.kernel.base.errors import RuleViolation
from mdo.kernel.base.messages import N_
from mdo.mail.smtp import MailServer, Tls

DATABASE, FOLDER = "database", "folder"
LOCAL = "local"
PRODUCTION = "production"
LANGUAGES = {"fr": {"flag": "fr", "name": "Français"}, "en": {"flag": "gb", "name": "English"}}
MINIMUM_SECRET_LENGTH = 32
_MINIMUM_DISTINCT = 10  # a random key of 32 hexadecimal digits has fewer once in a hundred thousand
MAXIMUM_UPLOAD_BYTES = 20 * 1024 * 1024
SESSION_LIFETIME_SECONDS = 10 * 60 * 60

_TRANSLATIONS = Path(__file__).parent / "translations"
_HOST = re.compile(r"\.?[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*")
_ADDRESS = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
_TRUTH = {"1": True, "true": True, "yes": True, "oui": True, "0": False, "false": False, "no": False, "non": False}


class SettingsError(RuleViolation):
    """A setting is wrong: `field` names the variable, `str()` is the sentence for the person who starts the server."""

    def __init__(self, message: str, field: str, lang: str = "fr", **params: object) -> None:
        super().__init__(message, field, name=field, **params)
        self.lang = lang

    def __str__(self) -> str:
        catalogue = gettext.translation("messages", _TRANSLATIONS, [self.lang], fallback=True)
        return self.text(catalogue.gettext)


@dataclass(frozen=True)
class Settings:
    """What the environment says, checked."""

    env: str
    database_url: str
    data_dir: Path
    secret_key: str
    port: int = 5000
    lang: str = "fr"
    hosts: tuple[str, ...] = ()
    proxies: int = 0
    insecure_cookies: bool = False
    demo_password: str | None = None
    evenings_per_month: int = 4
    uploads_per_day: int = 500  # megabytes, for an account
    import_days: int = 3  # that a file sent to an import waits
    mail_server: MailServer | None = None
    backup_dir: Path | None = None
    documents_in_folder: bool = False

    @property
    def is_production(self) -> bool:
        return self.env == PRODUCTION


class _Reader:
    """Reads one variable at a time; an empty value counts as absent."""

    def __init__(self, environ: Mapping[str, str]) -> None:
        self.environ = environ
        self.lang = "fr"
        self.lang = self.choice("MDO_LANG", tuple(LANGUAGES), "fr")

    def text(self, name: str, default: str = "") -> str:
        return self.environ.get(name, "").strip() or default

    def error(self, message: str, name: str, **params: object) -> SettingsError:
        return SettingsError(message, name, self.lang, **params)

    def choice(self, name: str, choices: tuple[str, ...], default: str) -> str:
        value = self.text(name, default)
        if value not in choices:
            raise self.error(
                N_("%(name)s is “%(value)s”: write one of %(choices)s."), name, value=value, choices=", ".join(choices)
            )
        return value

    def integer(self, name: str, lowest: int, highest: int, default: int) -> int:
        value = self.text(name, str(default))
        if not re.fullmatch(r"\d{1,6}", value) or not lowest <= int(value) <= highest:
            raise self.error(
                N_("%(name)s is “%(value)s”: write a whole number from %(lowest)s to %(highest)s."),
                name,
                value=value,
                lowest=lowest,
                highest=highest,
            )
        return int(value)

    def flag(self, name: str, default: bool) -> bool:
        value = self.text(name, "1" if default else "0").lower()
        if value not in _TRUTH:
            raise self.error(N_("%(name)s is “%(value)s”: write 1 for yes or 0 for no."), name, value=value)
        return _TRUTH[value]

    def hosts(self, name: str) -> tuple[str, ...]:
        hosts = tuple(host.strip().lower() for host in self.text(name).split(",") if host.strip())
        for host in hosts:
            if not _HOST.fullmatch(host):
                raise self.error(
                    N_("%(name)s holds “%(value)s”: write host names separated by commas, without http:// or port."),
                    name,
                    value=host,
                )
        return hosts

    def folder(self, name: str, default: str) -> Path:
        folder = Path(self.text(name, default)).expanduser().absolute()
        try:
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        except OSError:
            raise self.error(
                N_("%(name)s is “%(value)s”: this folder cannot be created, choose one that you may write to."),
                name,
                value=folder,
            ) from None
        if not os.access(folder, os.W_OK | os.X_OK):
            raise self.error(
                N_("%(name)s is “%(value)s”: you may not write in this folder, change its owner or choose another."),
                name,
                value=folder,
            )
        return folder

    def database_url(self, name: str, data_dir: Path) -> str:
        value = self.text(name)
        if not value:
            return f"sqlite:///{data_dir / 'mdo.sqlite'}"
        value = re.sub(r"^postgres(ql)?://", "postgresql+psycopg://", value)
        try:
            url = make_url(value)
        except (ArgumentError, ValueError):
            url = None
        if url is None or url.drivername not in ("sqlite", "postgresql+psycopg") or not url.database:
            # The value is not repeated: it may hold a password.
            raise self.error(
                N_("%(name)s is not understood: write sqlite:////path/to/file or postgresql://user@host/database."),
                name,
            )
        return value

    def mail_server(self) -> MailServer | None:
        """The mail server; None unless MDO_MAIL switches it on: nothing leaves then."""
        if not self.flag("MDO_MAIL", default=False):
            return None
        for name in ("MDO_SMTP_HOST", "MDO_SMTP_FROM"):
            if not self.text(name):
                raise self.error(N_("%(name)s is missing: MDO_MAIL is on and needs it."), name)
        sender = self.text("MDO_SMTP_FROM")
        if not _ADDRESS.fullmatch(sender):
            raise self.error(N_("%(name)s is “%(value)s”: write one e-mail address."), "MDO_SMTP_FROM", value=sender)
        return MailServer(
            self.text("MDO_SMTP_HOST"),
            self.integer("MDO_SMTP_PORT", 1, 65535, 587),
            sender,
            self.text("MDO_SMTP_USER"),
            self.text("MDO_SMTP_PASSWORD"),
            Tls(self.choice("MDO_SMTP_TLS", tuple(Tls), Tls.STARTTLS)),
        )

    def secret_key(self, name: str, data_dir: Path, is_production: bool) -> str:
        value = self.text(name)
        if is_production and not value:
            raise self.error(
                N_("%(name)s is missing: production needs a key of at least %(length)s characters, kept secret."),
                name,
                length=MINIMUM_SECRET_LENGTH,
            )
        if is_production and len(value) < MINIMUM_SECRET_LENGTH:
            raise self.error(
                N_("%(name)s has %(count)s characters: production needs at least %(length)s."),
                name,
                count=len(value),
                length=MINIMUM_SECRET_LENGTH,
            )
        if is_production and len(set(value)) < _MINIMUM_DISTINCT:
            raise self.error(
                N_("%(name)s repeats a few characters: write a random key (python3 -c %(command)s gives one)."),
                name,
                command="'import secrets; print(secrets.token_urlsafe(48))'",
            )
        key_file = data_dir / "secret_key"
        if is_production and key_file.exists() and key_file.read_text(encoding="ascii", errors="replace") == value:
            raise self.error(
                N_("%(name)s is the key generated in %(file)s: production needs one of its own."), name, file=key_file
            )
        return value or _generated_key(key_file)


def load_settings(environ: Mapping[str, str]) -> Settings:
    """The settings of an environment; creates the data folder and, locally, the secret key.

    Raises SettingsError, whose text names the variable and what to write.
    """
    reader = _Reader(environ)
    env = reader.choice("MDO_ENV", (LOCAL, PRODUCTION), LOCAL)
    is_production = env == PRODUCTION
    insecure_cookies = reader.flag("MDO_INSECURE_COOKIES", default=not is_production)
    if is_production and insecure_cookies:
        raise reader.error(
            N_("%(name)s is on: production serves https only, remove this variable."), "MDO_INSECURE_COOKIES"
        )
    hosts = reader.hosts("MDO_HOSTS")
    if is_production and not hosts:
        raise reader.error(
            N_("%(name)s is missing: production answers to the names of its server only (mdo.lyon.fr)."), "MDO_HOSTS"
        )
    data_dir = reader.folder("MDO_DATA_DIR", "var")
    return Settings(
        env=env,
        database_url=reader.database_url("MDO_DATABASE_URL", data_dir),
        data_dir=data_dir,
        secret_key=reader.secret_key("MDO_SECRET_KEY", data_dir, is_production),
        port=reader.integer("MDO_PORT", 1, 65535, 5000),
        lang=reader.lang,
        hosts=hosts,
        proxies=reader.integer("MDO_PROXIES", 0, 5, 0),
        insecure_cookies=insecure_cookies,
        demo_password=reader.text("MDO_DEMO_PASSWORD") or None,
        uploads_per_day=reader.integer("MDO_UPLOADS_PER_DAY", 20, 100_000, 500),
        import_days=reader.integer("MDO_IMPORT_DAYS", 1, 30, 3),
        evenings_per_month=reader.integer("MDO_EVENINGS_PER_MONTH", 0, 31, 4),
        mail_server=reader.mail_server(),
        documents_in_folder=reader.choice("MDO_DOCUMENTS", (DATABASE, FOLDER), DATABASE) == FOLDER,
        # Neither made nor looked at: a disk of backups that is away stops no page, and the doctor tells of it.
        backup_dir=Path(folder).expanduser().absolute() if (folder := reader.text("MDO_BACKUP_DIR")) else None,
    )


def flask_config(settings: Settings) -> dict[str, object]:
    """The configuration of Flask and its extensions for these settings."""
    is_secure = not settings.insecure_cookies
    return {
        "APP_NAME": "Mission Démocratie Ouverte",
        "ENV_NAME": settings.env,
        "SECRET_KEY": settings.secret_key,
        "SQLALCHEMY_DATABASE_URI": settings.database_url,
        "SESSION_COOKIE_NAME": "__Host-session" if is_secure else "session",
        "SESSION_COOKIE_SECURE": is_secure,
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "SESSION_COOKIE_PATH": "/",
        "SESSION_REFRESH_EACH_REQUEST": False,
        "PERMANENT_SESSION_LIFETIME": SESSION_LIFETIME_SECONDS,
        "WTF_CSRF_ENABLED": True,
        "WTF_CSRF_TIME_LIMIT": None,
        "WTF_CSRF_SSL_STRICT": is_secure,
        "MAX_CONTENT_LENGTH": MAXIMUM_UPLOAD_BYTES,
        "MAX_FORM_MEMORY_SIZE": 2 * 1024 * 1024,
        "MAX_FORM_PARTS": 20_000,
        "SEND_FILE_MAX_AGE_DEFAULT": 3600 if not settings.is_production else 30 * 24 * 3600,
        "TRUSTED_HOSTS": list(settings.hosts) or None,
        "LANGUAGES": LANGUAGES,
        "BABEL_DEFAULT_LOCALE": settings.lang,
        "BABEL_DEFAULT_TIMEZONE": "Europe/Paris",
        "AUTH_TYPE": 1,
        "AUTH_ROLE_ADMIN": "admin",
        "AUTH_ROLE_PUBLIC": "public",
        "AUTH_USER_REGISTRATION": False,
        "FAB_ADD_SECURITY_API": False,
        "FAB_ADD_MENU_API": False,
        "FAB_ADD_OPENAPI_VIEWS": False,
        "FAB_API_SWAGGER_UI": False,
        "FAB_API_SHOW_STACKTRACE": False,
        "FAB_API_KEY_ENABLED": False,
        "FAB_ALLOW_GET_UNSAFE_MUTATIONS": False,
        "FAB_CREATE_DB": False,
        "FAB_UPDATE_PERMS": False,
        "RATELIMIT_ENABLED": False,
    }


def _generated_key(key_file: Path) -> str:
    """The key kept in the data folder. Four processes may start at once: the first link wins, the others read it."""
    if not key_file.exists():
        draft = key_file.with_name(f"{key_file.name}.{secrets.token_hex(8)}")
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w", encoding="ascii") as stream:
            stream.write(secrets.token_urlsafe(48))
        with contextlib.suppress(FileExistsError):
            os.link(draft, key_file)
        draft.unlink()
    return key_file.read_text(encoding="ascii")
