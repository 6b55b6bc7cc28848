package workspace

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
)

func bareWorkspace(t *testing.T) *Workspace {
	t.Helper()
	w, err := New(Config{Manifest: []byte(`{"display_information":{"name":"Bot"},"features":{"bot_user":{"display_name":"Bot"},"app_home":{"home_tab_enabled":true,"messages_tab_enabled":true}},
		"oauth_config":{"scopes":{"bot":["chat:write"]}},"settings":{"interactivity":{"is_enabled":true},"socket_mode_enabled":true}}`)})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(w.Close)
	return w
}

func repeated(n int, item string) string {
	return strings.TrimSuffix(strings.Repeat(item+",", n), ",")
}

// numbered repeats an item that holds one %d, which makes it different each time.
func numbered(n int, item string) string {
	var out []string
	for i := range n {
		out = append(out, fmt.Sprintf(item, i))
	}
	return strings.Join(out, ",")
}

func letters(n int) string { return strings.Repeat("å", n) }

func plainText(n int) string { return `{"type":"plain_text","text":"` + letters(n) + `"}` }

func mrkdwnText(n int) string { return `{"type":"mrkdwn","text":"` + letters(n) + `"}` }

const anOption = `{"text":{"type":"plain_text","text":"a"},"value":"a"}`

func section(accessory string) string {
	return `{"type":"section","text":` + plainText(1) + `,"accessory":` + accessory + `}`
}

func input(element string) string {
	return `{"type":"input","label":` + plainText(1) + `,"element":` + element + `}`
}

// TestBlockLimits has each limit at its edge: what is allowed passes, one more is refused with the pointer to it. Lengths are
// counted in code points: å is one.
func TestBlockLimits(t *testing.T) {
	tests := []struct {
		name, on, block string
		refused         string // part of the message, "" when allowed
	}{
		{"header 150", "message", `{"type":"header","text":` + plainText(150) + `}`, ""},
		{"header 151", "message", `{"type":"header","text":` + plainText(151) + `}`, "less than 151 characters"},
		{"header in mrkdwn", "message", `{"type":"header","text":` + mrkdwnText(1) + `}`, "plain_text"},
		{"section 3000", "message", `{"type":"section","text":` + mrkdwnText(3000) + `}`, ""},
		{"section 3001", "message", `{"type":"section","text":` + mrkdwnText(3001) + `}`, "less than 3001"},
		{"section empty", "message", `{"type":"section","text":{"type":"mrkdwn","text":""}}`, "more than 0"},
		{"section without anything", "message", `{"type":"section"}`, "one of [text fields]"},
		{"10 fields", "message", `{"type":"section","fields":[` + repeated(10, mrkdwnText(2)) + `]}`, ""},
		{"11 fields", "message", `{"type":"section","fields":[` + repeated(11, mrkdwnText(2)) + `]}`, "no more than 10"},
		{"field 2001", "message", `{"type":"section","fields":[` + mrkdwnText(2001) + `]}`, "less than 2001"},
		{"10 in a context", "message", `{"type":"context","elements":[` + repeated(10, mrkdwnText(2)) + `]}`, ""},
		{"11 in a context", "message", `{"type":"context","elements":[` + repeated(11, mrkdwnText(2)) + `]}`, "no more than 10"},
		{"block_id 256", "message", `{"type":"divider","block_id":"` + letters(256) + `"}`, "less than 256"},
		{"unknown block", "message", `{"type":"banner"}`, "unsupported type: banner"},
		{"file block", "message", `{"type":"file","external_id":"x","source":"remote"}`, "unsupported type: file"},
		{"unknown property", "message", `{"type":"divider","colour":"red"}`, "invalid additional property: colour"},
		{"emoji in mrkdwn", "message", `{"type":"section","text":{"type":"mrkdwn","text":"a","emoji":true}}`, "invalid additional property: emoji"},
		{"image without alt", "message", `{"type":"image","image_url":"https://example.com/a.png"}`, "alt_text"},
		{"image from nowhere", "message", `{"type":"image","alt_text":"a"}`, "exactly one of image_url and slack_file"},
		{"25 buttons", "message", `{"type":"actions","elements":[` + numbered(25, `{"type":"button","text":{"type":"plain_text","text":"a"},"action_id":"a%d"}`) + `]}`, ""},
		{"26 buttons", "message", `{"type":"actions","elements":[` + numbered(26, `{"type":"button","text":{"type":"plain_text","text":"a"},"action_id":"a%d"}`) + `]}`, "no more than 25"},
		{"same action_id", "message", `{"type":"actions","elements":[` + repeated(2, `{"type":"button","text":{"type":"plain_text","text":"a"},"action_id":"a"}`) + `]}`, "already exists"},
		{"button text 75", "message", section(`{"type":"button","text":` + plainText(75) + `}`), ""},
		{"button text 76", "message", section(`{"type":"button","text":` + plainText(76) + `}`), "less than 76"},
		{"button value 2001", "message", section(`{"type":"button","text":` + plainText(1) + `,"value":"` + letters(2001) + `"}`), "less than 2001"},
		{"button style", "message", section(`{"type":"button","text":` + plainText(1) + `,"style":"default"}`), "must be one of primary, danger"},
		{"accessibility_label 76", "message", section(`{"type":"button","text":` + plainText(1) + `,"accessibility_label":"` + letters(76) + `"}`), "less than 76"},
		{"5 in an overflow", "message", section(`{"type":"overflow","options":[` + repeated(5, anOption) + `]}`), ""},
		{"6 in an overflow", "message", section(`{"type":"overflow","options":[` + repeated(6, anOption) + `]}`), "no more than 5"},
		{"11 checkboxes", "message", section(`{"type":"checkboxes","options":[` + repeated(11, anOption) + `]}`), "no more than 10"},
		{"100 options", "message", section(`{"type":"static_select","options":[` + repeated(100, anOption) + `]}`), ""},
		{"101 options", "message", section(`{"type":"static_select","options":[` + repeated(101, anOption) + `]}`), "no more than 100"},
		{"option text 76", "message", section(`{"type":"static_select","options":[{"text":` + plainText(76) + `,"value":"a"}]}`), "less than 76"},
		{"option value 151", "message", section(`{"type":"static_select","options":[{"text":` + plainText(1) + `,"value":"` + letters(151) + `"}]}`), "less than 151"},
		{"option text in mrkdwn", "message", section(`{"type":"static_select","options":[{"text":` + mrkdwnText(1) + `,"value":"a"}]}`), "plain_text"},
		{"options and groups", "message", section(`{"type":"static_select","options":[` + anOption + `],"option_groups":[{"label":` + plainText(1) + `,"options":[` + anOption + `]}]}`), "exactly one of options"},
		{"begins with a stranger", "message", section(`{"type":"static_select","options":[` + anOption + `],"initial_option":{"text":` + plainText(1) + `,"value":"b"}}`), "must exactly match"},
		{"placeholder 151", "message", section(`{"type":"static_select","options":[` + anOption + `],"placeholder":` + plainText(151) + `}`), "less than 151"},
		{"confirm title 101", "message", section(`{"type":"button","text":` + plainText(1) + `,"confirm":{"title":` + plainText(101) + `,"text":` + plainText(1) + `,"confirm":` + plainText(1) + `,"deny":` + plainText(1) + `}}`), "less than 101"},
		{"confirm text 301", "message", section(`{"type":"button","text":` + plainText(1) + `,"confirm":{"title":` + plainText(1) + `,"text":` + plainText(301) + `,"confirm":` + plainText(1) + `,"deny":` + plainText(1) + `}}`), "less than 301"},
		{"confirm button 31", "message", section(`{"type":"button","text":` + plainText(1) + `,"confirm":{"title":` + plainText(1) + `,"text":` + plainText(1) + `,"confirm":` + plainText(31) + `,"deny":` + plainText(1) + `}}`), "less than 31"},
		{"date", "message", section(`{"type":"datepicker","initial_date":"2020-06-31"}`), "YYYY-MM-DD"},
		{"time", "message", section(`{"type":"timepicker","initial_time":"8.30"}`), "HH:mm"},
		{"text input in a section", "modal", section(`{"type":"plain_text_input"}`), "does not stand in a block of type section"},
		{"multi select in actions", "modal", `{"type":"actions","elements":[{"type":"multi_static_select","options":[` + anOption + `]}]}`, "does not stand in a block of type actions"},
		{"input label 2001", "modal", `{"type":"input","label":` + plainText(2001) + `,"element":{"type":"plain_text_input"}}`, "less than 2001"},
		{"max_length 3001", "modal", input(`{"type":"plain_text_input","max_length":3001}`), "integer of 1–3000"},
		{"number with a comma", "modal", input(`{"type":"number_input","is_decimal_allowed":true,"min_value":"7,5"}`), ". as decimal sign"},
		{"file input in a modal", "modal", input(`{"type":"file_input","max_files":10}`), ""},
		{"file input in a message", "message", input(`{"type":"file_input"}`), "does not stand in a message"},
		{"11 files", "modal", input(`{"type":"file_input","max_files":11}`), "integer of 1–10"},
		{"response_url in a message", "message", section(`{"type":"channels_select","response_url_enabled":true}`), "modals only"},
		{"markdown", "message", `{"type":"markdown","text":"` + letters(12000) + `"}`, ""},
		{"markdown in a modal", "modal", `{"type":"markdown","text":"a"}`, "does not stand in a modal"},
		{"alert in a modal", "modal", `{"type":"alert","text":` + plainText(200) + `,"level":"warning"}`, ""},
		{"alert in a message", "message", `{"type":"alert","text":` + plainText(1) + `}`, "does not stand in a message"},
		{"table in a home", "home", `{"type":"table","rows":[[{"type":"raw_text","text":"a"}]]}`, "does not stand in a home"},
		{"101 rows", "message", `{"type":"table","rows":[` + repeated(101, `[{"type":"raw_text","text":"a"}]`) + `]}`, "no more than 100"},
		{"21 cells", "message", `{"type":"table","rows":[[` + repeated(21, `{"type":"raw_text","text":"a"}`) + `]]}`, "no more than 20"},
		{"data table", "message", `{"type":"data_table","caption":"a","rows":[` + repeated(2, `[{"type":"raw_text","text":"a"}]`) + `]}`, ""},
		{"uneven data table", "message", `{"type":"data_table","caption":"a","rows":[[{"type":"raw_text","text":"a"}],[` + repeated(2, `{"type":"raw_text","text":"a"}`) + `]]}`, "must have 1 cells"},
		{"number in the header", "message", `{"type":"data_table","caption":"a","rows":[` + repeated(2, `[{"type":"raw_number","value":1}]`) + `]}`, "first row is raw_text"},
		{"6 segments", "message", `{"type":"data_visualization","title":"a","chart":{"type":"pie","segments":[` + repeated(6, `{"label":"a","value":1}`) + `]}}`, ""},
		{"7 segments", "message", `{"type":"data_visualization","title":"a","chart":{"type":"pie","segments":[` + repeated(7, `{"label":"a","value":1}`) + `]}}`, "no more than 6"},
		{"a segment of nothing", "message", `{"type":"data_visualization","title":"a","chart":{"type":"pie","segments":[{"label":"a","value":0}]}}`, "greater than 0"},
		{"a point too few", "message", `{"type":"data_visualization","title":"a","chart":{"type":"bar","series":[{"name":"a","data":[{"label":"x","value":1}]}],"axis_config":{"categories":["x","y"]}}}`, "one point for each of the 2"},
		{"chart in a home", "home", `{"type":"data_visualization","title":"a","chart":{"type":"pie","segments":[{"label":"a","value":1}]}}`, "does not stand in a home"},
		{"3 card actions", "message", `{"type":"card","title":` + plainText(1) + `,"actions":[` + numbered(3, `{"type":"button","text":{"type":"plain_text","text":"a"},"action_id":"a%d"}`) + `]}`, "no more than 2"},
		{"container in a container", "message", `{"type":"container","title":` + plainText(1) + `,"child_blocks":[{"type":"container","title":` + plainText(1) + `,"child_blocks":[{"type":"divider"}]}]}`, "does not stand inside another block"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var block any
			if err := json.Unmarshal([]byte(tt.block), &block); err != nil {
				t.Fatal(err)
			}
			c := newChecker(map[string]surface{"message": onMessage, "modal": onModal, "home": onHome}[tt.on], "reference/block-kit/blocks")
			c.block("/blocks/0", block)
			got := strings.Join(c.wrong, "\n")
			switch {
			case tt.refused == "" && got != "":
				t.Errorf("refused: %s", got)
			case !strings.Contains(got, tt.refused):
				t.Errorf("got %q, want %q in it", got, tt.refused)
			case got != "" && (!strings.Contains(got, "[json-pointer:/blocks/0") || !strings.Contains(got, "docs.slack.dev/reference/")):
				t.Errorf("the refusal names no place or no rule: %s", got)
			}
		})
	}
}

func TestMessageLimits(t *testing.T) {
	w := bareWorkspace(t)
	tests := []struct {
		name, text, blocks, code string
	}{
		{"nothing", "", "[]", "no_text"},
		{"text alone", "a", "[]", ""},
		{"50 blocks", "a", `[` + repeated(50, `{"type":"divider"}`) + `]`, ""},
		{"51 blocks", "a", `[` + repeated(51, `{"type":"divider"}`) + `]`, "invalid_blocks"},
		{"same block_id", "a", `[` + repeated(2, `{"type":"divider","block_id":"a"}`) + `]`, "invalid_blocks"},
		{"two tables", "a", `[` + repeated(2, `{"type":"table","rows":[[{"type":"raw_text","text":"a"}]]}`) + `]`, "invalid_blocks"},
		{"three charts", "a", `[` + repeated(3, `{"type":"data_visualization","title":"a","chart":{"type":"pie","segments":[{"label":"a","value":1}]}}`) + `]`, "invalid_blocks"},
		{"much markdown", "a", `[` + repeated(2, `{"type":"markdown","text":"`+letters(6001)+`"}`) + `]`, "invalid_blocks"},
		{"too much JSON", "a", `[` + repeated(5, `{"type":"section","text":`+mrkdwnText(2900)+`}`) + `]`, "msg_blocks_too_long"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			blocks, err := parseBlocks(tt.blocks)
			if err != nil {
				t.Fatal(err)
			}
			_, _, err = w.checkMessage(tt.text, blocks)
			if got := codeOf(err); got != tt.code {
				t.Errorf("got %q (%v), want %q", got, err, tt.code)
			}
		})
	}
	text, _, err := w.checkMessage(letters(40001), nil)
	if err != nil || len([]rune(text)) != 40000 {
		t.Errorf("a long text was not cut off at 40000: %v", err)
	}
}

func codeOf(err error) string {
	if no, ok := err.(*refusal); ok {
		return no.code
	}
	return ""
}

func TestViewLimits(t *testing.T) {
	w := bareWorkspace(t)
	modal := func(more string) string {
		return `{"type":"modal","title":` + plainText(24) + `,"blocks":[{"type":"divider"}]` + more + `}`
	}
	tests := []struct {
		name, kind, view, code string
	}{
		{"title 24", "modal", modal(""), ""},
		{"title 25", "modal", `{"type":"modal","title":` + plainText(25) + `,"blocks":[{"type":"divider"}]}`, "invalid_arguments"},
		{"no title", "modal", `{"type":"modal","blocks":[{"type":"divider"}]}`, "invalid_arguments"},
		{"no blocks", "modal", `{"type":"modal","title":` + plainText(1) + `,"blocks":[]}`, "invalid_arguments"},
		{"100 blocks", "modal", `{"type":"modal","title":` + plainText(1) + `,"blocks":[` + repeated(100, `{"type":"divider"}`) + `]}`, ""},
		{"101 blocks", "modal", `{"type":"modal","title":` + plainText(1) + `,"blocks":[` + repeated(101, `{"type":"divider"}`) + `]}`, "invalid_arguments"},
		{"inputs without submit", "modal", `{"type":"modal","title":` + plainText(1) + `,"blocks":[` + input(`{"type":"plain_text_input"}`) + `]}`, "invalid_arguments"},
		{"inputs with submit", "modal", `{"type":"modal","title":` + plainText(1) + `,"submit":` + plainText(24) + `,"blocks":[` + input(`{"type":"plain_text_input"}`) + `]}`, ""},
		{"submit 25", "modal", modal(`,"submit":` + plainText(25)), "invalid_arguments"},
		{"close 25", "modal", modal(`,"close":` + plainText(25)), "invalid_arguments"},
		{"private_metadata 3000", "modal", modal(`,"private_metadata":"` + letters(3000) + `"`), ""},
		{"private_metadata 3001", "modal", modal(`,"private_metadata":"` + letters(3001) + `"`), "invalid_arguments"},
		{"callback_id 256", "modal", modal(`,"callback_id":"` + letters(256) + `"`), "invalid_arguments"},
		{"submit_disabled", "modal", modal(`,"submit_disabled":true`), "invalid_arguments"},
		{"two in focus", "modal", `{"type":"modal","title":` + plainText(1) + `,"submit":` + plainText(1) + `,"blocks":[` + repeated(2, input(`{"type":"plain_text_input","focus_on_load":true}`)) + `]}`, "invalid_arguments"},
		{"home", "home", `{"type":"home","blocks":[{"type":"divider"}]}`, ""},
		{"home with a title", "home", `{"type":"home","title":` + plainText(1) + `,"blocks":[{"type":"divider"}]}`, "invalid_arguments"},
		{"home for a modal", "modal", `{"type":"home","blocks":[{"type":"divider"}]}`, "invalid_arguments"},
		{"too large", "modal", `{"type":"modal","title":` + plainText(1) + `,"blocks":[` + repeated(90, `{"type":"section","text":`+mrkdwnText(3000)+`}`) + `]}`, "view_too_large"},
		{"no JSON", "modal", `{"type":`, "invalid_arguments"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := w.checkView([]byte(tt.view), tt.kind)
			if got := codeOf(err); got != tt.code {
				t.Errorf("got %q (%v), want %q", got, err, tt.code)
			}
		})
	}
}

// TestWhatSlackAdds: IDs where an app gave none, and the defaults of text objects.
func TestWhatSlackAdds(t *testing.T) {
	w := bareWorkspace(t)
	blocks, err := parseBlocks(`[` + section(`{"type":"button","text":`+plainText(1)+`}`) + `]`)
	if err != nil {
		t.Fatal(err)
	}
	_, blocks, err = w.checkMessage("", blocks)
	if err != nil {
		t.Fatal(err)
	}
	button := blocks[0]["accessory"].(Object)
	if str(blocks[0], "block_id") == "" || str(button, "action_id") == "" || button["text"].(Object)["emoji"] != true {
		t.Errorf("got %s", mustJSON(blocks))
	}
}

func TestManifestIsCheckedWhole(t *testing.T) {
	_, err := New(Config{Manifest: []byte(`{"display_information":{"name":"` + letters(36) + `"},"features":{"bot_user":{"display_name":"Bot"},
		"slash_commands":[{"command":"/status","url":"https://example.com","description":"a"},{"command":"/närvaro","url":"http://127.0.0.1:1","description":""}]},
		"settings":{"event_subscriptions":{"request_url":"","bot_events":["message.im","made_up"]}}}`)})
	if err == nil {
		t.Fatal("taken")
	}
	for _, want := range []string{"36 characters", "/status is Slack's own", "närvaro", "scope commands", "needs the scope im:history", "made_up", "leads away from this machine", "request_url is missing"} {
		if !strings.Contains(err.Error(), want) {
			t.Errorf("nothing is said of %q in:\n%v", want, err)
		}
	}
}

func TestRealTokensAreRefused(t *testing.T) {
	for _, c := range []Config{{BotToken: "xoxb-" + "12345-abc"}, {AppToken: "xapp-" + "1-A0-2-abc"}} {
		if _, err := New(c); err == nil || !strings.Contains(err.Error(), "looks real") {
			t.Errorf("got %v", err)
		}
	}
}
