package workspace

import (
	"fmt"
	"unicode/utf8"
)

// blockShape is what a block is and where it can stand.
type blockShape struct {
	on surface
	shape
}

const blockPages = "reference/block-kit/blocks/"

// blockShapes are the blocks that an app may send (docs.slack.dev/reference/block-kit/blocks). Where Slack's pages, its type
// definitions and what has been observed disagree, the tightest holds: table, data_table, card, carousel and container are
// taken in messages only, charts have at most 6 series, a data table at most 101 rows, a card at most 2 actions.
var blockShapes map[string]blockShape

func init() { // the shapes refer to checks that refer to the shapes
	block := func(on surface, page, need string, fields map[string]rule, also func(*checker, string, Object)) blockShape {
		fields["type"], fields["block_id"] = anything, chars(1, 255)
		return blockShape{on, shape{blockPages + page, need, fields, also}}
	}
	type f = map[string]rule
	blockShapes = map[string]blockShape{
		"header":  block(everywhere, "header-block", "text", f{"text": plain(1, 150), "level": whole(1, 6)}, nil),
		"divider": block(everywhere, "divider-block", "", f{}, nil),
		"section": block(everywhere, "section-block", "", f{"text": text(1, 3000), "fields": list(1, 10, text(1, 2000)),
			"accessory": elementIn("section"), "expand": boolean}, needsOne("text", "fields")),
		"context": block(everywhere, "context-block", "elements", f{"elements": list(1, 10, contextElement)}, nil),
		"image": block(everywhere, "image-block", "alt_text", f{"image_url": chars(1, 3000), "slack_file": slackFile.check, "alt_text": chars(1, 2000),
			"title": plain(1, 2000)}, imageSource),
		"actions": block(everywhere, "actions-block", "elements", f{"elements": list(1, 25, elementIn("actions"))}, nil),
		"input": block(everywhere, "input-block", "label element", f{"label": plain(1, 2000), "hint": plain(1, 2000), "element": elementIn("input"),
			"optional": boolean, "dispatch_action": boolean}, nil),
		"rich_text": block(everywhere, "rich-text-block", "elements", f{"elements": list(1, 1000, richTextPart)}, nil),
		"video": block(everywhere, "video-block", "alt_text title thumbnail_url video_url", f{"alt_text": chars(1, 200), "title": plain(1, 199), "title_url": chars(1, 3000),
			"author_name": chars(1, 49), "provider_name": chars(1, 200), "provider_icon_url": chars(1, 3000), "description": plain(1, 200),
			"thumbnail_url": chars(1, 3000), "video_url": chars(1, 3000)}, nil),
		"markdown": block(onMessage, "markdown-block", "text", f{"text": chars(1, 12000)}, func(c *checker, at string, o Object) {
			c.written += utf8.RuneCountInString(str(o, "text"))
		}),
		"table": block(onMessage, "table-block", "rows", f{"rows": list(1, 100, list(1, 20, tableCell)), "column_settings": list(0, 20, columnSetting.check)}, nil),
		"data_table": block(onMessage, "data-table-block", "caption rows", f{"caption": chars(1, 2000), "rows": list(2, 101, list(1, 20, dataCell)),
			"page_size": whole(1, 100), "row_header_column_index": whole(0, 19)}, evenTable),
		"data_visualization": block(onMessage, "data-visualization-block", "title chart", f{"title": chars(1, 50), "chart": chart}, nil),
		"alert":              block(onModal, "alert-block", "text", f{"text": text(1, 200), "level": word("default", "info", "warning", "error", "success")}, nil),
		"card": block(onMessage, "card-block", "", f{"hero_image": imageElement, "icon": imageElement, "slack_icon": anything, "title": text(1, 150), "subtitle": text(1, 150),
			"body": text(1, 200), "subtext": text(1, 200), "actions": list(1, 2, elementIn("actions"))}, needsOne("hero_image", "title", "actions", "body")),
		"carousel": block(onMessage, "carousel-block", "elements", f{"elements": list(1, 10, childBlock("card"))}, nil),
		"container": block(onMessage, "container-block", "title child_blocks", f{"title": text(1, 150), "subtitle": text(1, 150), "icon": imageElement,
			"width": word("narrow", "standard", "wide", "full"), "is_collapsible": boolean, "default_collapsed": boolean, "has_header_divider": boolean,
			"child_blocks": list(1, 10, childBlock(""))}, nil),
		"context_actions": block(onMessage, "context-actions-block", "elements", f{"elements": list(1, 5, elementIn("context_actions"))}, nil),
	}
}

// block checks one block where it stands.
func (c *checker) block(at string, v any) {
	o, ok := v.(Object)
	if !ok {
		c.bad(at, "must provide an object")
		return
	}
	kind := str(o, "type")
	s, known := blockShapes[kind]
	switch {
	case kind == "":
		c.bad(at, "missing required field: type")
		return
	case !known:
		c.bad(at+"/type", "unsupported type: %s", kind)
		return
	case s.on&c.surface == 0:
		c.pages = append(c.pages, s.page)
		c.bad(at+"/type", "unsupported type: %s does not stand in a %s", kind, c.surface)
		c.pages = c.pages[:len(c.pages)-1]
		return
	}
	c.types[kind]++
	c.unique(at, "block_id", str(o, "block_id"), c.blocks, c.surface.String())
	s.check(c, at, o)
}

func childBlock(kind string) rule {
	return func(c *checker, at string, v any) {
		o, _ := v.(Object)
		if kind != "" && str(o, "type") != kind {
			c.bad(at+"/type", "must be a %s", kind)
			return
		}
		if str(o, "type") == "container" || str(o, "type") == "carousel" {
			c.bad(at+"/type", "%s does not stand inside another block", str(o, "type"))
			return
		}
		c.block(at, v)
	}
}

func needsOne(names ...string) func(*checker, string, Object) {
	return func(c *checker, at string, o Object) {
		for _, n := range names {
			if o[n] != nil {
				return
			}
		}
		c.bad(at, "one of %v is required", names)
	}
}

func imageSource(c *checker, at string, o Object) {
	if (o["image_url"] == nil) == (o["slack_file"] == nil) {
		c.bad(at, "exactly one of image_url and slack_file is required")
	}
}

var slackFile = shape{page: "reference/block-kit/composition-objects/slack-file-object", fields: map[string]rule{"id": chars(1, 255), "url": chars(1, 3000)},
	also: needsOne("id", "url")}

var imageShape = shape{page: "reference/block-kit/block-elements/image-element", need: "type alt_text",
	fields: map[string]rule{"type": word("image"), "image_url": chars(1, 3000), "slack_file": slackFile.check, "alt_text": chars(1, 2000)}, also: imageSource}

func imageElement(c *checker, at string, v any) { imageShape.check(c, at, v) }

func contextElement(c *checker, at string, v any) {
	if o, _ := v.(Object); str(o, "type") == "image" {
		imageElement(c, at, v)
		return
	}
	text(1, 3000)(c, at, v)
}

func richTextPart(c *checker, at string, v any) {
	o, _ := v.(Object)
	word("rich_text_section", "rich_text_list", "rich_text_preformatted", "rich_text_quote")(c, at+"/type", o["type"])
	if _, ok := o["elements"].([]any); !ok {
		c.bad(at, "missing required field: elements")
	}
}

var columnSetting = shape{fields: map[string]rule{"align": word("left", "center", "right"), "is_wrapped": boolean}}

func tableCell(c *checker, at string, v any) {
	o, _ := v.(Object)
	switch str(o, "type") {
	case "raw_text":
		shape{need: "text", fields: map[string]rule{"type": anything, "text": chars(1, 3000)}}.check(c, at, v)
	case "raw_number":
		shape{need: "value", fields: map[string]rule{"type": anything, "value": number, "text": chars(1, 3000)}}.check(c, at, v)
	case "rich_text":
		shape{need: "elements", fields: map[string]rule{"type": anything, "block_id": chars(1, 255), "elements": list(1, 1000, richTextPart)}}.check(c, at, v)
	default:
		c.bad(at+"/type", "must be one of raw_text, raw_number, rich_text")
	}
}

func dataCell(c *checker, at string, v any) {
	if o, _ := v.(Object); str(o, "type") == "action_cell" {
		shape{need: "element", fields: map[string]rule{"type": anything, "element": elementIn("actions"), "fallback": tableCell}}.check(c, at, v)
		return
	}
	tableCell(c, at, v)
}

// evenTable: every row of a data table has as many cells as the first, which is text; all cells together at most 20 000 characters.
func evenTable(c *checker, at string, o Object) {
	rows, _ := o["rows"].([]any)
	width, total := -1, 0
	for i, row := range rows {
		cells, _ := row.([]any)
		if width < 0 {
			width = len(cells)
		}
		if len(cells) != width {
			c.bad(fmt.Sprintf("%s/rows/%d", at, i), "must have %d cells, as the first row has", width)
		}
		for j, cell := range cells {
			cell, _ := cell.(Object)
			if i == 0 && str(cell, "type") != "raw_text" {
				c.bad(fmt.Sprintf("%s/rows/0/%d", at, j), "the first row is raw_text only")
			}
			total += utf8.RuneCountInString(str(cell, "text"))
		}
	}
	if total > 20000 {
		c.bad(at+"/rows", "the cells have %d characters together, 20000 are allowed", total)
	}
}

// chart is the drawing in a data_visualization.
func chart(c *checker, at string, v any) {
	o, _ := v.(Object)
	switch kind := str(o, "type"); kind {
	case "pie":
		segment := shape{need: "label value", fields: map[string]rule{"label": chars(1, 20), "value": number}, also: func(c *checker, at string, o Object) {
			if n, _ := o["value"].(float64); n <= 0 {
				c.bad(at+"/value", "must be greater than 0")
			}
		}}
		shape{need: "segments", fields: map[string]rule{"type": anything, "segments": list(1, 6, segment.check)}}.check(c, at, v)
	case "bar", "line", "area":
		point := shape{need: "label value", fields: map[string]rule{"label": chars(1, 20), "value": number}}
		series := shape{need: "name data", fields: map[string]rule{"name": chars(1, 20), "data": list(1, 20, point.check)}}
		axes := shape{need: "categories", fields: map[string]rule{"categories": list(1, 20, chars(1, 20)), "x_label": chars(1, 50), "y_label": chars(1, 50)}}
		shape{need: "series axis_config", fields: map[string]rule{"type": anything, "series": list(1, 6, series.check), "axis_config": axes.check}, also: pointPerCategory}.check(c, at, v)
	default:
		c.bad(at+"/type", "must be one of pie, bar, line, area, not %q", kind)
	}
}

func pointPerCategory(c *checker, at string, o Object) {
	axes, _ := o["axis_config"].(Object)
	categories, _ := axes["categories"].([]any)
	for i, s := range objects(o, "series") {
		points := objects(s, "data")
		if len(points) != len(categories) {
			c.bad(fmt.Sprintf("%s/series/%d/data", at, i), "must have exactly one point for each of the %d categories", len(categories))
			continue
		}
		seen := map[string]bool{}
		for _, p := range points {
			seen[str(p, "label")] = true
		}
		for _, category := range categories {
			if name, _ := category.(string); !seen[name] {
				c.bad(fmt.Sprintf("%s/series/%d/data", at, i), "has no point for the category %q", name)
			}
		}
	}
}
