package main

import (
	"net/http"
	"strings"
	"testing"

	"handslag/bot/workspace"
)

// charts counts those of a message.
func charts(m workspace.Message) (n int) {
	for _, b := range m.Blocks {
		if b["type"] == "data_visualization" {
			n++
		}
	}
	return n
}

func TestChartsAreShown(t *testing.T) {
	bothWays(t, func(t *testing.T, o options) {
		h := openHouse(t, o)
		h.says(head, "/plats boka praktik 2 st")
		if m := h.says(hrPerson, "/handslag diagram"); charts(m) != 2 {
			t.Errorf("%d charts of two: %v", charts(m), m.Blocks)
		}
		if m := h.says(hrPerson, "diagram"); charts(m) != 2 {
			t.Errorf("%d charts of two: %v", charts(m), m.Blocks)
		}
	})
}

// TestChartsThatSlackDoesNotTake holds that the figures come in words where Slack does not know charts, by each way that an answer goes.
func TestChartsThatSlackDoesNotTake(t *testing.T) {
	bothWays(t, func(t *testing.T, o options) {
		h := openHouse(t, o)
		h.says(head, "/plats boka praktik 2 st")
		for text, fault := range map[string]workspace.Fault{"diagram": {Method: "chat.postMessage", Times: 1, Error: "invalid_blocks"},
			"/handslag diagram": {Method: "response_url", Times: 1, Status: http.StatusBadRequest}} {
			h.slack.Faults().Add(fault)
			m := h.says(hrPerson, text)
			if charts(m) != 0 || len(m.Blocks) != 2 {
				t.Errorf("%s: %v", text, m.Blocks)
			}
			h.wants(m, "25 juni 2020: skapade 2", "Utbildningsförvaltningen: 2 av")
			if last := m.Blocks[len(m.Blocks)-1]; last["type"] != "actions" {
				t.Errorf("%s: no buttons: %v", text, last)
			}
		}
	})
}

func TestSectionsHoldWhatTheTextSays(t *testing.T) {
	text := strings.TrimSpace(strings.Repeat(strings.Repeat("å", 400)+"\n", 20))
	var lines []string
	for _, b := range sections(text) {
		part := b.(map[string]any)["text"].(map[string]string)["text"]
		if len(part) > maxSection {
			t.Errorf("a section of %d", len(part))
		}
		lines = append(lines, part)
	}
	if strings.Join(lines, "\n") != text {
		t.Error("something was lost")
	}
}
