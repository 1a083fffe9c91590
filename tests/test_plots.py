"""Plots: what is drawn, in which order, on which axis; not its pixels."""

import os
import subprocess
import sys
import warnings
from dataclasses import replace

import pytest
from IPython.core.formatters import DisplayFormatter
from matplotlib.figure import Figure

import bsrgraph
from bsrgraph.analysis import Chance, Ranking
from bsrgraph.content import find_content
from bsrgraph.edition import read_edition
from bsrgraph.errors import NetworkError
from bsrgraph.plots import (
    plot_chance,
    plot_counts,
    plot_ranking,
    plot_series,
    render_svg,
    tell_source,
)

LABELS = ["Latvia", "Sweden", "Norway"]
KNOWN, ABROAD = [5, 3, 0], [2, 3, 0]


@pytest.fixture
def plot():
    return plot_counts(
        LABELS, {"known": KNOWN, "abroad": ABROAD}, unit="clusters", title="Where they work"
    )


def labels_of(axes):
    """List the labels of the rows as they stand, from top to bottom."""
    texts = [label.get_text() for label in axes.get_yticklabels()]
    bottom, top = axes.get_ylim()
    return texts if bottom > top else texts[::-1]


def dots_of(axes):
    """Give the dots by what they count: the value in each row."""
    return {
        line.get_label(): dict(zip(line.get_ydata(), line.get_xdata(), strict=True))
        for line in axes.lines
    }


def test_counts_stand_in_their_rows_on_an_axis_with_a_unit(plot):
    """The first label is on top, each dot at its number, and the axis begins at zero."""
    [axes] = plot.axes
    assert labels_of(axes) == LABELS
    assert dots_of(axes) == {
        "known": dict(enumerate(KNOWN)),
        "abroad": dict(enumerate(ABROAD)),
    }
    assert axes.get_xlabel() == "number of clusters"
    assert axes.get_xlim()[0] == 0
    assert axes.get_xlim()[1] > max(KNOWN)
    assert all(tick == int(tick) for tick in axes.get_xticks())
    assert legend_of(plot) == ["known", "abroad"]


def test_a_dot_that_hits_another_is_seen_around_it(plot):
    """The first is hollow and wider than the second."""
    first, second = plot.axes[0].lines
    assert first.get_markerfacecolor() == "white"
    assert first.get_markersize() > second.get_markersize()
    assert first.get_color() != second.get_color()


def test_bars_lead_from_count_to_count_or_from_zero(plot):
    """Two counts of a row are joined; one alone is joined to the axis."""
    [bars] = plot.axes[0].collections
    assert [sorted(end[0] for end in bar) for bar in bars.get_segments()] == [
        [2, 5],
        [3, 3],
        [0, 0],
    ]
    alone = plot_counts(LABELS, {"known": KNOWN}, unit="clusters")
    [bars] = alone.axes[0].collections
    assert [sorted(end[0] for end in bar) for bar in bars.get_segments()] == [
        [0, 5],
        [0, 3],
        [0, 0],
    ]
    assert alone.legends == []


def ends_of(bars):
    """List the ends of the lines of a plot."""
    return [[end[0] for end in bar] for bar in bars.get_segments()]


def legend_of(plot):
    """List what the legend explains."""
    [legend] = plot.legends
    return [text.get_text() for text in legend.get_texts()]


def test_every_plot_ends_with_what_it_was_made_from(plot):
    """Version and number of sheets stand below; somebody else's data says so itself."""
    sources = len(find_content().sheets())
    version = read_edition(find_content()).version
    assert tell_source() == f"bsrgraph {version} · {sources} sources"
    assert plot.get_supxlabel() == tell_source()
    other = plot_counts(LABELS, {"known": KNOWN}, unit="clusters", source="made up")
    assert other.get_supxlabel() == "made up"


def test_a_title_stands_above_with_the_legend_below_it(plot):
    """Where there is no legend it stands alone."""
    assert plot.legends[0].get_title().get_text() == "Where they work"
    alone = plot_counts(LABELS, {"known": KNOWN}, unit="clusters", title="One count")
    assert alone.get_suptitle() == "One count"


def test_a_ranking_shows_rank_name_and_value():
    """The first nodes are drawn in their order, ties say so, and the axis names the measure."""
    ranking = bsrgraph.rank("cluster-country", "degree")
    [axes] = plot_ranking(ranking, 12).axes
    rows = list(ranking)[:12]
    marks = {True: "=", False: ""}
    assert [label.strip() for label in labels_of(axes)] == [
        f"{row['name']}  {row['rank']}{marks[row['tied']]}" for row in rows
    ]
    assert dots_of(axes) == {"degree": {place: row["value"] for place, row in enumerate(rows)}}
    assert axes.get_xlabel() == "degree (a count, not scaled)"


@pytest.fixture
def sure():
    """Give a ranking of three with made-up ranges, and another order of the same."""
    columns = ("rank", "tied", "node", "name", "kind", "value", "low", "high", "least", "most")
    rows = (
        (1, False, "a", "Alder", "cluster", 0.5, 1, 2, 1, 3),
        (2, True, "b", "Birch", "cluster", 0.2, 1, 9, 2, 2),
        (2, True, "c", "Cedar", "cluster", 0.2, 2, 3, 1, 12),
        (None, False, "d", "Date", "cluster", None, None, None, None, None),
    )
    other = tuple((4 - (row[0] or 0), *row[1:6]) for row in rows)
    return Ranking("n", "betweenness", (), rows, columns), Ranking("n", "degree", (), other)


def test_how_sure_a_rank_is_stands_as_a_line_behind_it(sure):
    """The axis is of ranks, from the first on; one line is of projects drawn again, one of losses."""
    ranking, other = sure
    plot = plot_ranking(ranking, beside=other)
    [axes] = plot.axes
    assert labels_of(axes) == ["Alder", "Birch", "Cedar"]
    assert dots_of(axes) == {
        "by betweenness": {0: 1, 1: 2, 2: 2},
        "by degree": {0: 3, 1: 2, 2: 2},
    }
    again, lost = axes.collections
    assert ends_of(again) == [[1, 2], [1, 9], [2, 3]]
    assert ends_of(lost) == [[1, 3], [2, 2], [1, 12]]
    assert axes.get_xlabel() == "rank (1 is first)"
    assert (axes.get_xticks()[0], axes.get_xlim()) == (1, (0.5, 12.5))
    lines = ["projects drawn again, 90 of 100", "any one source lost"]
    assert legend_of(plot) == [*lines, "by betweenness", "by degree"]
    assert (
        "Alder: by betweenness 1, by degree 3, low 1, high 2, least 1, most 3" in plot.get_label()
    )


def test_ranks_of_two_measures_need_no_range(sure):
    """Beside one another they stand on the same axis."""
    plot = plot_ranking(sure[1], beside=sure[0])
    assert legend_of(plot) == ["by degree", "by betweenness"]
    assert list(plot.axes[0].collections) == []


def test_pairs_stand_beside_what_chance_gives():
    """Each dot is what is known, coloured by the verdict; the line has 95 of 100 tables."""
    rows = tuple(
        ("a", names[0], "b", names[1], seen, 1.0, low, high, 1.0, 0.1, 0.1, 0.1, verdict)
        for names, seen, low, high, verdict in [
            (("Latvia", "Sweden"), 7, 1, 3, "more"),
            (("Latvia", "Norway"), 0, 2, 8, "less"),
            (("Norway", "Sweden"), 2, 1, 4, "as chance has it"),
            (("Latvia", "Poland"), 2, 1, 4, "as chance has it"),
        ]
    )
    plot = plot_chance(Chance("n", (), rows), 3, title="Pairs")
    [axes] = plot.axes
    assert labels_of(axes) == ["Latvia – Sweden", "Latvia – Norway", "Norway – Sweden"]
    assert dots_of(axes) == {
        "more than chance": {0: 7},
        "less than chance": {1: 0},
        "as chance has it": {2: 2},
    }
    [bars] = axes.collections
    assert ends_of(bars) == [[1, 3], [2, 8], [1, 4]]
    assert axes.get_xlabel() == "number of shared projects"
    assert legend_of(plot)[0] == "by chance, 95 of 100"
    assert len({line.get_color() for line in axes.lines}) == 3


def test_what_has_no_value_is_not_drawn():
    """Outside the largest component the eigenvector is not defined: no dot at zero."""
    ranking = bsrgraph.rank("cluster-cluster", "eigenvector")
    defined = [row for row in ranking if row["value"] is not None]
    assert len(defined) < len(ranking)
    [axes] = plot_ranking(ranking, 1000).axes
    assert len(labels_of(axes)) == len(defined)


@pytest.mark.parametrize("counts", [{"known": []}, {"known": [], "abroad": []}])
def test_nothing_to_draw_is_an_empty_plot(counts):
    """No rows, no error."""
    assert labels_of(plot_counts([], counts, unit="clusters").axes[0]) == []


def test_letters_of_the_region_have_a_shape():
    """No name of a node is drawn with boxes for its letters."""
    names = {data["name"] for _, data in bsrgraph.network("cluster-cluster").nodes(data=True)}
    letters = sorted(
        {letter for name in names for letter in name} | set("āčēģīķļņšūžąęėįųłśźæøåäöõþðß")
    )
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        render_svg(plot_counts(["".join(letters)], {"a": [1]}, unit="letters"))


def test_names_are_no_formulas():
    """A dollar in a name is a dollar."""
    plot = plot_counts(["$x$ and $\\broken"], {"a": [1]}, unit="$y$", title="$z$")
    assert render_svg(plot).startswith(b"<?xml")
    assert not plot.axes[0].get_yticklabels()[0].get_parse_math()


def test_a_notebook_shows_a_plot_with_its_words(plot):
    """IPython, which knows nothing of plots, gets a picture in HTML that a screen reader reads."""
    told, _ = DisplayFormatter().format(plot)
    assert told["text/html"].startswith(
        '<img alt="Where they work. Latvia: known 5, abroad 2. Sweden: known 3, abroad 3.'
    )
    assert 'src="data:image/svg+xml;base64,' in told["text/html"]
    assert isinstance(plot, Figure)


def test_a_hostile_name_stays_a_name():
    """What a label holds is text, in the picture and in its words."""
    plot = plot_counts(['"><script>x</script>'], {"a": [1]}, unit="b")
    assert "<script>" not in plot._repr_html_()
    assert b"<script" not in render_svg(plot)


CODE = """
import sys
from bsrgraph.plots import plot_counts, render_svg
svg = render_svg(plot_counts(["ā", "b"], {"one": [3, 1], "two": [1, 1]}, unit="x", title="y"))
assert "matplotlib.pyplot" not in sys.modules
sys.stdout.buffer.write(svg)
"""


def test_a_plot_is_the_same_whatever_a_person_has_set(tmp_path):
    """Neither hash order nor a matplotlibrc shows; pyplot, which keeps figures open, is not used."""
    (tmp_path / "matplotlibrc").write_text("font.size: 30\naxes.facecolor: red\n", encoding="utf-8")
    mine = {**os.environ, "PYTHONHASHSEED": "1"}
    theirs = {**os.environ, "PYTHONHASHSEED": "2", "MATPLOTLIBRC": str(tmp_path)}
    pictures = [
        subprocess.run(
            [sys.executable, "-c", CODE], env=env, capture_output=True, check=True
        ).stdout
        for env in (mine, theirs)
    ]
    assert len(pictures[0]) > 1000
    assert pictures[0] == pictures[1]


def test_without_matplotlib_it_is_said_how_to_get_it():
    """The message names the extra."""
    code = "import sys; sys.modules['matplotlib'] = None; import bsrgraph.plots"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert "pip install 'bsrgraph[plots]'" in done.stderr.splitlines()[-1]


@pytest.fixture(scope="module")
def series():
    """Follow the clusters of a programme over the years."""
    return bsrgraph.follow("cluster-cluster-call", programme="innovation-express")


def bars_of(axes):
    """Give the bars by what they count: bottom and height in each place."""
    return {
        bars.get_label(): [(bar.get_y(), bar.get_height()) for bar in bars]
        for bars in axes.containers
    }


def test_a_series_stacks_who_is_there_and_shows_who_left_below_zero(series):
    """Bars end at the number of nodes of the slice; whoever left hangs below the line."""
    plot = plot_series(series, unit="clusters", title="Clusters")
    [axes] = plot.axes
    bars, rows = bars_of(axes), list(series)
    assert list(bars) == ["stayed", "returned", "entered", "left since the year before"]
    assert [low + high for low, high in bars["entered"]] == [row["nodes"] for row in rows]
    for move in ("stayed", "returned", "entered"):
        assert [high for _, high in bars[move]] == [row[move] for row in rows]
    assert [high for _, high in bars["left since the year before"]] == [
        -row["left"] for row in rows
    ]
    assert [text.get_text() for text in plot.legends[0].get_texts()] == list(bars)


def test_a_series_has_a_whole_axis_with_a_unit_and_no_sign(series):
    """Nobody counts minus five clusters; the axis below says what a year is."""
    [axes] = plot_series(series, unit="clusters").axes
    assert axes.get_ylabel() == "number of clusters"
    assert axes.get_xlabel() == "year in which shared projects began"
    assert [text.get_text() for text in axes.get_xticklabels()] == list(series.slices)
    assert all(tick == int(tick) for tick in axes.get_yticks())
    assert axes.yaxis.get_major_formatter()(-5, 0) == "5"


def test_a_series_says_what_is_left_out_and_is_heard():
    """Below stands how many links have no known call; words say what the bars show."""
    calls = bsrgraph.follow("cluster-cluster-call", "slice", programme="innovation-express")
    plot = plot_series(calls, unit="clusters", title="Clusters by call")
    assert "shared projects have no known call" in plot.get_supxlabel()
    assert plot.axes[0].get_xlabel() == "call"
    first = next(iter(calls))
    assert f": stayed 0, returned 0, entered {first['nodes']}, left 0" in plot.get_label()
    assert plot.get_label().startswith("Clusters by call. Innovation Express")


def test_an_empty_series_is_an_empty_plot():
    """A network without a known year is drawn, and says so."""
    empty = replace(bsrgraph.follow("country-country"), rows=(), slices=())
    plot = plot_series(empty, source="")
    assert plot.axes[0].get_ylim() == (-1, 1)
    assert not any(map(len, plot.axes[0].containers))
    assert render_svg(plot).startswith(b"<?xml")


@pytest.mark.parametrize("more", [{"measure": "degree"}, {"who": True}])
def test_a_series_without_counts_is_refused(more):
    """Values and names of nodes are no counts; the message says what to ask for."""
    with pytest.raises(NetworkError, match="follow without measure and names"):
        plot_series(bsrgraph.follow("cluster-cluster-call", **more))
