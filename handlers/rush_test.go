package handlers

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"testing"

	"handslag/store"
)

// TestRush: 50 managers press for one published slot at once. One has it, 49 are told so, and each request that comes again gets the same answer.
func TestRush(t *testing.T) {
	p := newPlayer(t)
	units := []string{"code,parent,kind,name,aliases,headcount,valid_from,valid_to,manager_email,deputy_email"}
	for i := range 50 {
		units = append(units, fmt.Sprintf("R-%02d,GRU,enhet,Skola %02d,,10,2020-01-01,,,", i, i))
	}
	p.take("organisation", strings.Join(units, "\n"))
	for i := range 50 {
		p.person([]string{fmt.Sprintf("rush%d", i), "sv", "manager", fmt.Sprintf("R-%02d", i)})
	}
	p.set("published praktik 2026-08-17")
	all := func() map[string]int {
		var mu sync.Mutex
		var done sync.WaitGroup
		told := map[string]int{}
		for i := range 50 {
			done.Go(func() {
				reply, err := p.h.Answer(context.Background(), Request{ID: fmt.Sprint(i), User: fmt.Sprintf("URUSH%d", i), Door: Button, Text: fmt.Sprintf("claim slot:1 unit:R-%02d", i)})
				if err != nil {
					t.Error(err)
				}
				payload, err := reply.Message()
				if err != nil {
					t.Error(err)
				}
				mu.Lock()
				defer mu.Unlock()
				switch {
				case strings.Contains(string(payload), "Klart! #1 är bokad"):
					told["has it"]++
				case strings.Contains(string(payload), "blev precis tagen"):
					told["came second"]++
				}
			})
		}
		done.Wait()
		return told
	}
	for range 2 {
		if told := all(); told["has it"] != 1 || told["came second"] != 49 {
			t.Errorf("%v", told)
		}
	}
	p.tallied(1)
}

// TestOnceAtOnce: the same request twenty times at once, by every door that writes, has one effect.
func TestOnceAtOnce(t *testing.T) {
	for _, door := range []Door{Slash, Button, Form, Message} {
		t.Run(string(door), func(t *testing.T) {
			t.Parallel()
			p := newPlayer(t)
			req := Request{ID: "again", User: "UPRESCHOOL", Door: door, Text: "claim kind:praktik", Values: map[string]string{"kind": "praktik", "count": "1"}}
			want := 1
			if door == Message {
				want = 0 // it is asked about first
			}
			var done sync.WaitGroup
			for range 20 {
				done.Go(func() {
					if _, err := p.h.Answer(context.Background(), req); err != nil {
						t.Error(err)
					}
				})
			}
			done.Wait()
			p.tallied(want)
			err := p.store.Read(context.Background(), func(tx *store.Tx) error {
				n, err := tx.Depth()
				if queued := door == Form || door == Message; err == nil && (n == 1) != queued {
					t.Errorf("%d messages wait", n)
				}
				return err
			})
			if err != nil {
				t.Fatal(err)
			}
		})
	}
}

// tallied holds how many slots are created in all.
func (p *player) tallied(want int) {
	p.t.Helper()
	err := p.store.Read(context.Background(), func(tx *store.Tx) error {
		reg, err := tx.Register()
		if err != nil {
			return err
		}
		parts, err := tx.Tallies(reg.Programmes[0].Key, "EK", tx.Today())
		if got := store.TallyOf(parts).Created; err == nil && got != want {
			p.t.Errorf("%d slots are created, not %d", got, want)
		}
		return err
	})
	if err != nil {
		p.t.Fatal(err)
	}
}
