package handlers

import (
	"slices"
	"strconv"
	"strings"

	"github.com/slack-go/slack"

	"handslag/handlers/words"
	"handslag/store"
)

// Slack's limits of a chart (docs.slack.dev/reference/block-kit/blocks/data-visualization-block), and what a phone has room for.
const (
	maxChartTitle = 50
	maxChartName  = 20 // of a series, a category
	chartPoints   = 12
	chartParts    = 8
)

// chart draws how the programme grows against its plan, and how its parts stand against their quotas. The figures stand beside the pictures.
func chart(t *turn) (Reply, error) {
	if t.several() {
		return t.either()
	}
	p, q, err := t.figuresOfAll()
	if err != nil {
		return Reply{}, err
	}
	q.Scope = t.args.Scope
	s, err := t.tx.Stand(p, q)
	if err != nil {
		return Reply{}, err
	}
	curve, err := t.tx.Curve(p, s, chartPoints)
	if err != nil {
		return Reply{}, err
	}
	head := t.say("chart.head", Facts{"Programme": p.Name(t.lang), "Unit": t.about(s), "Date": t.long(s.AsOf)})
	text, blocks := head, []slack.Block{section("*" + head + "*")}
	for _, drawn := range []picture{t.growth(curve, s), t.parts(s)} {
		if drawn.block != nil {
			text += "\n" + drawn.text
			blocks = append(blocks, drawn.block, section(drawn.text))
		}
	}
	where := words.Args{Unit: s.Scope, Scope: q.Scope, At: string(s.AsOf), What: organised(q, "")}
	ways := []*slack.ButtonBlockElement{button(t.label("summary.title", nil), typed("summary", where))}
	if t.person.Has("hr") {
		ways = append(ways, button(t.label("export.title", nil), typed("export", where)))
	}
	blocks = append(blocks, buttons(ways...))
	return Reply{Text: text, Blocks: blocks}, nil
}

// picture is a chart with its figures in words.
type picture struct {
	block slack.Block
	text  string
}

// growth is what has been created and is expected, against the plan. A chart has no gaps, so that what is expected goes on in the line of what has
// been; its days are marked with ≈.
func (v voice) growth(curve []store.CurvePoint, s *store.Standing) picture {
	if len(curve) < 2 {
		return picture{}
	}
	var categories []string
	var created, plan []slack.DataVisualizationDataPoint
	lines := []string{v.say("chart.growth_text", Facts{"Date": v.long(s.AsOf)})}
	for i, point := range curve {
		label := v.pointName(curve, i, s.Events)
		categories = append(categories, label)
		created = append(created, slack.NewDataVisualizationDataPoint(label, float64(point.Created)))
		plan = append(plan, slack.NewDataVisualizationDataPoint(label, float64(point.Plan)))
		id := "chart.point"
		if s.Target == 0 {
			id = "chart.point_alone"
		}
		lines = append(lines, v.say(id, Facts{"Day": label, "Created": point.Created, "Plan": point.Plan}))
	}
	for _, e := range s.Events {
		lines = append(lines, v.say("chart.event", Facts{"Event": v.event(e)}))
	}
	axis := slack.NewDataVisualizationAxisConfig(categories...).WithYLabel(v.label("chart.slots", nil))
	title := cutTo(v.label("chart.growth_title", Facts{"Date": v.long(s.AsOf)}), maxChartTitle)
	series := []slack.DataVisualizationDataSeries{slack.NewDataVisualizationDataSeries(v.label("chart.created", nil), created...)}
	if s.Target > 0 { // else there is no plan
		series = append(series, slack.NewDataVisualizationDataSeries(v.label("chart.plan", nil), plan...))
	}
	return picture{slack.NewDataVisualizationBlock(title, slack.NewDataVisualizationLineChart(axis, series...)), strings.Join(lines, "\n")}
}

// pointName is a point's name on the axis, with a star where an event began after the point before it: a chart of Slack's has no other room for one.
func (v voice) pointName(curve []store.CurvePoint, i int, events []store.EventStands) string {
	for _, e := range events {
		if e.Start <= curve[i].On && (i == 0 || e.Start > curve[i-1].On) {
			return v.chartDay(curve[i]) + "*"
		}
	}
	return v.chartDay(curve[i])
}

// chartDay is a point's name on the axis: the month at its end, else the day.
func (v voice) chartDay(point store.CurvePoint) string {
	t := point.On.Time()
	day := v.label("date.month."+months[t.Month()], nil) + " " + strconv.Itoa(t.Year())
	if point.On.AddDays(1).Time().Month() == t.Month() {
		day = strconv.Itoa(t.Day()) + " " + day
	}
	if !point.Known {
		return "≈ " + day
	}
	return day
}

// parts is what the parts have created, against their quotas.
func (v voice) parts(s *store.Standing) picture {
	var names []string
	var created, quota []slack.DataVisualizationDataPoint
	lines := []string{v.say("chart.units_title", nil)}
	units := slices.DeleteFunc(slices.Clone(s.Units), func(u store.UnitStands) bool { return !v.counting(s, u) })
	for _, u := range units[:min(chartParts, len(units))] {
		name := distinct(names, cutTo(u.Name, maxChartName))
		names = append(names, name)
		created = append(created, slack.NewDataVisualizationDataPoint(name, float64(u.Counted)))
		quota = append(quota, slack.NewDataVisualizationDataPoint(name, float64(u.Quota)))
		id := "chart.part"
		if s.Target == 0 {
			id = "chart.part_alone"
		}
		lines = append(lines, v.say(id, Facts{"Unit": u.Name, "Created": u.Counted, "Quota": u.Quota}))
	}
	if len(names) == 0 {
		return picture{}
	}
	if more := len(units) - len(names); more > 0 {
		lines = append(lines, v.say("chart.more", Facts{"N": more}))
	}
	return picture{slack.NewDataVisualizationBlock(cutTo(v.label("chart.units_title", nil), maxChartTitle), slack.NewDataVisualizationBarChart(
		slack.NewDataVisualizationAxisConfig(names...), slack.NewDataVisualizationDataSeries(v.label("chart.created_short", nil), created...),
		slack.NewDataVisualizationDataSeries(v.label("chart.quota", nil), quota...))), strings.Join(lines, "\n")}
}

// distinct is a name that none of the others has: a chart's categories differ.
func distinct(others []string, name string) string {
	for n := 2; ; n++ {
		taken := false
		for _, o := range others {
			taken = taken || o == name
		}
		if !taken {
			return name
		}
		number := " " + strconv.Itoa(n)
		name = cutTo(name, maxChartName-len(number)) + number
	}
}
