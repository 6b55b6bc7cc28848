package handlers

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"

	"handslag/store"
)

// files makes the files that a message stands for and gives a line of each.
func (p *player) files(o store.Outgoing) (out []string) {
	p.t.Helper()
	if !strings.HasPrefix(o.Channel, FileLane) {
		return nil
	}
	var m struct{ File Order }
	if err := json.Unmarshal(o.Payload, &m); err != nil {
		p.t.Fatal(err)
	}
	made, err := p.h.Make(context.Background(), m.File, p.t.TempDir())
	if err != nil {
		p.t.Fatal(err)
	}
	for _, f := range made {
		out = append(out, fmt.Sprintf("file: %s (%d)  %s", f.Name, f.Rows, f.Title))
	}
	return out
}
