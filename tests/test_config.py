"""Settings: what is right is read, what is wrong is said in one line that names the variable."""

import re
import stat
from pathlib import Path

import pytest

from shop.config import ROOT, Config, ConfigError, Environment, environment, load_config

SECRET = "b7d1" * 16
PRODUCTION = {
    "DUKA_ENV": "production",
    "PUBLIC_URL": "https://shop.example",
    "SECRET_KEY": SECRET,
}
OPEN_SESAME = "hunter-two"


def _load(tmp_path: Path, **environ: str) -> Config:
    return load_config({"INSTANCE_PATH": str(tmp_path), **environ})


def test_works_with_nothing_set(tmp_path: Path) -> None:
    config = _load(tmp_path)

    assert config.env is Environment.DEVELOPMENT
    assert config.database_url == f"sqlite:///{tmp_path}/duka.sqlite3"
    assert config.sqlite_path == tmp_path / "duka.sqlite3"
    assert config.public_url == "http://localhost:8000"
    assert not config.is_secure
    assert not config.is_production


def test_production_works_with_what_it_demands(tmp_path: Path) -> None:
    config = _load(tmp_path, **PRODUCTION, TRUSTED_HOSTS="www.shop.example")

    assert config.is_production
    assert config.is_secure
    assert config.trusted_hosts == ("shop.example", "www.shop.example")
    assert not (tmp_path / "secret_key").exists()


@pytest.mark.parametrize(
    ("environ", "said"),
    [
        (
            {"DUKA_ENV": "prod"},
            'DUKA_ENV is "prod": give one of development, demo or production',
        ),
        ({"PORT": "80x"}, 'PORT is "80x": give a whole number from 1 to 65535'),
        ({"PORT": "0"}, 'PORT is "0"'),
        ({"PORT": "٣"}, "PORT is"),
        ({"WEB_WORKERS": "-1"}, 'WEB_WORKERS is "-1"'),
        ({"PROXY_HOPS": "9"}, 'PROXY_HOPS is "9": give a whole number from 0 to 5'),
        ({"LOG_LEVEL": "loud"}, "give one of debug, info, warning or error"),
        ({"FLASK_DEBUG": "perhaps"}, "give 1 for on or 0 for off"),
        (
            {"DATABASE_URL": "mysql://shop"},
            "DATABASE_URL is not an address this shop knows",
        ),
        ({"DATABASE_URL": "sqlite://"}, "DATABASE_URL names no SQLite file"),
        ({"DATABASE_URL": "postgresql://localhost"}, "DATABASE_URL names no database"),
        (
            {"REDIS_URL": "localhost:6379"},
            "REDIS_URL is not an address this shop knows",
        ),
        ({"REDIS_URL": "redis://localhost:many"}, "REDIS_URL is not an address"),
        ({"SMTP_URL": "mail.shop.example:587"}, "SMTP_URL is not an address this shop knows"),
        ({"SMTP_URL": "smtp://"}, "SMTP_URL is not complete"),
        ({"SMTP_URL": "smtps://mail.shop.example?tls=none"}, "SMTP_URL is not complete"),
        ({"SMTP_URL": "smtp://mail.shop.example?tls=off"}, "SMTP_URL is not complete"),
        (
            {"SMTP_URL": f"smtp://shop:{OPEN_SESAME}@mail.shop.example?tls=none"},
            "SMTP_URL would send a password in the clear",
        ),
        ({"PUBLIC_URL": "https://shop.example/duka"}, "give scheme and host only"),
        (
            {"TRUSTED_HOSTS": "https://shop.example"},
            "give host names without scheme or port",
        ),
        ({"HOST": "a\nb"}, "HOST holds a line break"),
        ({"SECRET_KEY": "short"}, "SECRET_KEY is 5 characters long"),
        ({**PRODUCTION, "SECRET_KEY": ""}, "SECRET_KEY is missing"),
        (
            {**PRODUCTION, "SECRET_KEY": "please-change-me-please-change-me"},
            "SECRET_KEY is a sample",
        ),
        ({**PRODUCTION, "SECRET_KEY": "x" * 64}, "SECRET_KEY is a sample"),
        ({**PRODUCTION, "PUBLIC_URL": ""}, "PUBLIC_URL is missing"),
        ({**PRODUCTION, "PUBLIC_URL": "http://shop.example"}, "production needs https"),
        ({**PRODUCTION, "FLASK_DEBUG": "1"}, "FLASK_DEBUG is on in production"),
    ],
)
def test_a_wrong_value_is_named_in_one_line(
    tmp_path: Path, environ: dict[str, str], said: str
) -> None:
    with pytest.raises(ConfigError) as caught:
        _load(tmp_path, **environ)

    assert said in str(caught.value)
    assert "\n" not in str(caught.value)


def test_an_instance_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").touch()

    with pytest.raises(ConfigError, match=r"INSTANCE_PATH is .* cannot be made"):
        load_config({"INSTANCE_PATH": str(tmp_path / "file" / "instance")})


def test_the_secret_is_made_once_for_its_owner_alone(tmp_path: Path) -> None:
    first, second = _load(tmp_path), _load(tmp_path)

    assert first.secret_key == second.secret_key
    assert stat.S_IMODE((tmp_path / "secret_key").stat().st_mode) == stat.S_IRUSR | stat.S_IWUSR


def test_secrets_are_not_shown(tmp_path: Path) -> None:
    database = f"postgresql://duka:{OPEN_SESAME}@localhost/duka"

    assert OPEN_SESAME not in repr(_load(tmp_path, DATABASE_URL=database, SECRET_KEY=SECRET))
    assert SECRET not in repr(_load(tmp_path, SECRET_KEY=SECRET))
    mail = f"smtp://shop:{OPEN_SESAME}@mail.shop.example"
    assert OPEN_SESAME not in repr(_load(tmp_path, SMTP_URL=mail))
    with pytest.raises(ConfigError) as caught:
        _load(tmp_path, DATABASE_URL=f"mysql://duka:{OPEN_SESAME}@localhost/duka")
    assert OPEN_SESAME not in str(caught.value)


def test_addresses_are_put_into_one_form(tmp_path: Path) -> None:
    assert (
        _load(tmp_path, DATABASE_URL="postgres://host/duka").database_url
        == "postgresql://host/duka"
    )
    relative = _load(tmp_path, DATABASE_URL="sqlite:///instance/other.sqlite3")
    assert relative.sqlite_path == ROOT / "instance" / "other.sqlite3"


def test_a_demo_on_every_address_answers_to_every_name(tmp_path: Path) -> None:
    assert _load(tmp_path, HOST="::").trusted_hosts == ()
    assert "127.0.0.1" in _load(tmp_path).trusted_hosts
    assert "10.0.0.9" in _load(tmp_path, HOST="10.0.0.9").trusted_hosts


def test_the_env_file_yields_to_the_environment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / ".env").write_text("# a remark\n\nPORT=8200\nHOST = '10.0.0.9'\n", "utf-8")
    monkeypatch.setenv("PORT", "8300")

    found = environment(tmp_path)

    assert (found["PORT"], found["HOST"]) == ("8300", "10.0.0.9")


def test_a_line_of_the_env_file_that_is_no_setting_is_named(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("PORT=8200\nnonsense\n", "utf-8")

    with pytest.raises(ConfigError, match=r"\.env line 2 is not a setting"):
        environment(tmp_path)


def test_the_example_lists_every_variable_and_nothing_else() -> None:
    example = (ROOT / ".env.example").read_text("utf-8")
    source = (ROOT / "shop" / "config.py").read_text("utf-8")

    listed = re.findall(r"^# ?([A-Z][A-Z_]+)=", example, re.MULTILINE)
    read = set(
        re.findall(r'self\.(?:text|_kept|_origin)\("([A-Z_]+)"|read\.\w+\(\s*"([A-Z_]+)"', source)
    )
    assert sorted(listed) == sorted({first or second for first, second in read})
    assert len(listed) == len(set(listed))


def test_the_example_sets_nothing_by_itself(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text((ROOT / ".env.example").read_text("utf-8"), "utf-8")

    assert environment(tmp_path).keys() == environment(ROOT / "nowhere").keys()
