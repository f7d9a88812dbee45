"""Households described in a file: what is left out is not known, what cannot be true is said at its place."""

import json
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from rights_check.engine import Month, Situation
from rights_check.household_file import HouseholdEntry, UnreadableFile, parse_households, read_household
from rights_check.household_schema import household_schema
from tests.rights_check.engine.households import alone, children, couple, job_lost, receiving, salary

DOCS = Path(settings.BASE_DIR) / "docs"
EXAMPLES = sorted((DOCS / "household.examples").glob("*.json"))
OCTOBER = Month(2026, 10)
LATEST = Month(2027, 10)
SINGLE: dict[str, Any] = json.loads((DOCS / "household.examples/single-tenant-low-pay.json").read_text())


def read(data: Any) -> HouseholdEntry:
    """As the command reads it, through text, so that numbers are exact."""
    (household,), _ = parse_households(json.dumps(data))
    return read_household(household, pointer="", default_month=OCTOBER, latest_month=LATEST)


def problems(data: Any) -> dict[str, str]:
    return {problem.field: problem.message for problem in read(data).problems}


def changed(path: str, value: Any) -> dict[str, Any]:
    """The example of a single tenant with one thing changed at a JSON Pointer."""
    data = deepcopy(SINGLE)
    *steps, last = path.strip("/").split("/")
    place: Any = data
    for step in steps:
        place = place[int(step)] if isinstance(place, list) else place[step]
    place[last] = value
    return data


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_every_example_is_read_without_a_problem(path: Path) -> None:
    households, in_a_list = parse_households(path.read_text())
    assert in_a_list is path.stem.startswith("list")
    for household in households:
        entry = read_household(household, pointer="", default_month=OCTOBER, latest_month=LATEST)
        assert entry.problems == ()
        assert entry.notices == ()
        assert entry.situation is not None


def test_the_published_schema_is_that_of_the_reader() -> None:
    """After a new fact: manage.py check_rights --schema > docs/household.schema.json."""
    assert json.loads((DOCS / "household.schema.json").read_text()) == json.loads(json.dumps(household_schema()))


def test_what_is_left_out_is_not_known() -> None:
    situation = read({"claimant": {"incomes": [{"kind": "salary"}]}}).situation
    assert situation is not None
    assert situation.in_couple is None
    assert situation.children is None
    assert situation.received == {}
    assert situation.housing.kind is None
    (income,) = situation.claimant.incomes or ()
    assert income.stopped is None
    assert income.net_taxable is None
    assert situation.claimant.residence is None


@pytest.mark.parametrize(
    "situation",
    [
        alone(salary([1000, 0, 12, 900], taxable="12400.50")),
        alone(job_lost(1), received=receiving(rsa="573.49")),
        couple(salary(900), children=children(9, 4), pregnancy=None, savings=None),
    ],
)
def test_a_frozen_situation_is_read_back_as_it_was(situation: Situation) -> None:
    assert read(situation.to_json()).situation == situation


def test_amounts_are_exact() -> None:
    entry = read(changed("/housing/rent", 480.1))
    assert entry.situation is not None
    assert str(entry.situation.housing.rent) == "480.1"


@pytest.mark.parametrize(
    ("data", "path", "words"),
    [
        (changed("/claimant/birthdate", "1990-01-01"), "/claimant/birthdate", "Vouliez-vous dire « birth_date »"),
        (changed("/claimants", []), "/claimants", "n’existe pas"),
        (changed("/claimant", [SINGLE["claimant"], SINGLE["claimant"]]), "/claimant", "un seul demandeur"),
        (changed("/savings", "12,5O"), "/savings", "« 12,5O »"),
        (changed("/savings", True), "/savings", "Un montant en euros est attendu"),
        (changed("/savings", -1), "/savings", "négatif"),
        (changed("/savings", 1e30), "/savings", "trop élevé"),
        (changed("/claimant/incomes/0/net_social/2026-07", 980400), None, "trop élevé"),
        (changed("/claimant/incomes/0/net_social/2026-13", 1), None, "n’est pas un mois"),
        (changed("/claimant/incomes/0/net_social/2026-12", 1), None, "est après 2026-10"),
        (changed("/claimant/incomes/0/kind", "pay"), "/claimant/incomes/0/kind", "n’est pas dans la liste : salary"),
        (changed("/claimant/incomes/0/stopped_since", "2026-09"), "/claimant/incomes/0/stopped", "ne s’est pas arrêté"),
        (changed("/claimant/birth_date", "1990-02-30"), "/claimant/birth_date", "n’est pas une date"),
        (changed("/claimant/birth_date", "04/03/1990"), "/claimant/birth_date", "AAAA-MM-JJ"),
        (changed("/claimant/birth_date", 1990), "/claimant/birth_date", "Un texte est attendu, pas un nombre"),
        (changed("/claimant/student", "no"), "/claimant/student", "true, false ou null"),
        (changed("/in_couple", 0), "/in_couple", "true, false ou null"),
        (changed("/children", [{"birth_date": "1980-01-01"}]), "/children/0/birth_date", "ses parents"),
        (changed("/children", {}), "/children", "Une liste est attendue, pas un objet"),
        (changed("/children", [{}] * 10_000), "/children", "10000 éléments"),
        (changed("/housing", {"rent": 300}), "/housing/kind", "Un loyer est indiqué"),
        (changed("/housing/kind", "homeless"), "/housing/rent", "n’est pas loué"),
        (changed("/housing/commune", "Dijon"), "/housing/commune", "INSEE"),
        (changed("/claimant/permit_start", "1980-01"), "/claimant/permit_start", "avant la naissance"),
        (changed("/claimant/permit_end", "2090-01"), "/claimant/permit_end", "dix ans"),
        (changed("/received/rsa", {"monthly_amount": 3}), "/received/rsa/receives", "obligatoire"),
        (changed("/received/rmi", {"receives": False}), "/received/rmi", "n’est pas dans la liste"),
        (changed("/month", "2014-12"), "/month", "entre 2015-01 et"),
        (changed("/month", "2090-12"), "/month", "entre 2015-01 et"),
        (changed("/month", 202610), "/month", "Un texte est attendu"),
        (changed("/schema", 2), "/schema", "n’est pas connue"),
        (changed("/id", [1]), "/id", "Un identifiant"),
        ({}, "/claimant", "obligatoire"),
    ],
)
def test_each_mistake_is_said_at_its_place(data: Any, path: str | None, words: str) -> None:
    found = problems(data)
    assert len(found) == 1, found
    ((place, message),) = found.items()
    assert words in message
    assert path is None or place == path


def test_two_claimants_written_one_after_the_other_are_seen() -> None:
    (household,), _ = parse_households('{"claimant": {}, "claimant": {}}')
    entry = read_household(household, pointer="/7", default_month=OCTOBER, latest_month=LATEST)
    (problem,) = entry.problems
    assert problem.field == "/7/claimant"
    assert "plusieurs fois" in problem.message
    assert "un seul demandeur" in problem.message


def test_months_missing_or_never_read_are_pointed_at() -> None:
    notices = {
        notice.field: notice.message
        for notice in read(changed("/claimant/incomes/0/net_social", {"2026-08": 900, "2025-01": 5})).notices
    }
    place = "/claimant/incomes/0/net_social"
    assert set(notices) == {f"{place}/{month}" for month in ("2026-06", "2026-07", "2026-09", "2025-01")}
    assert "inconnu" in notices[f"{place}/2026-06"]
    assert "n’est pas lu" in notices[f"{place}/2025-01"]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "ligne 1, colonne 1"),
        ('{"claimant": }', "ligne 1, colonne 14"),
        ('{"savings": NaN}', "« NaN »"),
        ("[" * 100_000, "imbriqués"),
        ("[]", "aucun foyer"),
        ("3", "un foyer (un objet) ou une liste"),
    ],
)
def test_what_is_not_a_file_of_households_is_refused_whole(text: str, words: str) -> None:
    with pytest.raises(UnreadableFile, match=words.replace("(", r"\(").replace(")", r"\)")):
        parse_households(text)


def test_in_a_list_what_is_not_a_household_is_refused_alone() -> None:
    entry = read_household("x", pointer="/1", default_month=OCTOBER, latest_month=LATEST)
    assert [(problem.field, problem.message) for problem in entry.problems] == [
        ("/1", "Un foyer est un objet, pas un texte.")
    ]


# --- The command -------------------------------------------------------------------------------------------------


def run(capsys: pytest.CaptureFixture[str], file: Path, *options: str) -> tuple[int, str, str]:
    """Exit status, what was written, and the complaints."""
    status, last_word = 0, ""
    try:
        call_command("check_rights", str(file), *options)
    except CommandError as error:
        status, last_word = error.returncode, str(error)
    output = capsys.readouterr()
    return status, output.out, output.err + last_word


def written(tmp_path: Path, data: Any) -> Path:
    file = tmp_path / "foyers.json"
    file.write_text(json.dumps(data), encoding="utf-8")
    return file


@pytest.mark.parametrize("content", [b"{", b"\xff\xfe", b"[]"])
def test_a_file_that_cannot_be_read_stops_everything(
    content: bytes, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "foyers.json"
    file.write_bytes(content)
    status, out, err = run(capsys, file, "--json")
    assert (status, out) == (2, "")
    assert str(file) in err
    assert run(capsys, tmp_path / "rien.json")[0] == 2
    assert run(capsys, tmp_path)[0] == 2


def test_a_month_that_is_not_one_is_refused(tmp_path: Path) -> None:
    for month in ("octobre", "2026-13"):
        with pytest.raises(CommandError, match="n’est pas un mois"):
            call_command("check_rights", "x.json", f"--month={month}")
    with pytest.raises(CommandError, match="entre 2015-01") as refusal:
        call_command("check_rights", "x.json", "--month=2014-12")
    assert refusal.value.returncode == 2


@pytest.mark.xdist_group("engine")
class TestAnswers:
    def test_a_household_alone(self, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        """RSA of a single person without resources nor lodging: 651,69 € from April 2026 (decree on its revaluation),
        646,52 € from April 2025."""
        homeless = json.loads((DOCS / "household.examples/list-of-households.json").read_text())[0]
        del homeless["month"]
        status, out, _ = run(capsys, written(tmp_path, homeless), "--json", "--month=2026-10")
        assert status == 0
        answer = json.loads(out)
        assert (answer["id"], answer["month"], answer["net_monthly_gain"]) == (1, "2026-10", 651.69)
        assert answer["benefits"]["rsa"]["status"] == "probable"
        assert answer["benefits"]["rsa"]["monthly_amount"] == 651.69
        assert answer["benefits"]["rsa"]["file_before"] == "2026-10-31"
        assert answer["legislation"]["openfisca_france"].startswith("176.")
        _, out, _ = run(capsys, written(tmp_path, homeless), "--json", "--month=2025-10")
        assert json.loads(out)["benefits"]["rsa"]["monthly_amount"] == 646.52

    def test_nothing_said_is_to_verify_and_never_a_refusal(
        self, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        status, out, _ = run(capsys, written(tmp_path, {"claimant": {}}), "--json", "--month=2026-10")
        answer = json.loads(out)
        assert status == 0
        assert answer["net_monthly_gain"] is None
        for benefit in answer["benefits"].values():
            assert benefit["status"] == "to_verify"
            assert benefit["monthly_amount"] is None
            assert benefit["missing"] or benefit["reasons"]

    def test_what_decides_comes_with_the_interval(self, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        """Social landlord or not: the known answers give the two ends of the interval."""
        amounts = []
        for answer in (None, True, False):
            data = changed("/housing/social_landlord", answer) | {"claimant": SINGLE["claimant"] | {"incomes": []}}
            _, out, _ = run(capsys, written(tmp_path, data), "--json")
            amounts.append(json.loads(out)["benefits"]["aide_logement"])
        unknown, *known = amounts
        ends = sorted(result["monthly_amount"] for result in known)
        assert ends[0] < ends[1]
        assert unknown["interval"] == {"lowest": ends[0], "highest": ends[1]}
        assert [result["interval"] for result in known] == [None, None]

    def test_one_of_a_list_fails_alone_and_says_so(self, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        households = [SINGLE, changed("/savings", -5), {"claimant": 3}, SINGLE]
        status, out, err = run(capsys, written(tmp_path, households), "--json")
        assert status == 1
        first, second, third, fourth = json.loads(out)
        assert [problem["path"] for problem in second["error"]["problems"]] == ["/1/savings"]
        assert [problem["path"] for problem in third["error"]["problems"]] == ["/2/claimant"]
        assert first["benefits"] == fourth["benefits"]
        assert "/1/savings" in err
        assert "2 foyer(s) sur 4" in err

    def test_a_single_household_refused_is_a_bad_input(
        self, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        status, out, err = run(capsys, written(tmp_path, changed("/savings", -5)))
        assert status == 2
        assert "/savings : Un montant ne peut pas être négatif." in err
        assert "/savings" in out

    def test_in_words(self, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        status, out, _ = run(capsys, DOCS / "household.examples/list-of-households.json")
        assert status == 0
        assert "Revenu de solidarité active (RSA) : probable, 651.69 € par mois" in out
