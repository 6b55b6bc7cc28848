package words

import (
	"strconv"
	"strings"
	"time"
)

// fillGiven lets the key:value words of buttons have the last word.
func (s *scan) fillGiven(r *Reading) {
	for _, kv := range s.given {
		s.give(&r.Args, kv[0], kv[1])
	}
}

func (s *scan) give(a *Args, k, v string) {
	if to := a.text(k); to != nil {
		if !isDate[k] || validISO(v) { // a button of ours says nothing else
			*to = v
		}
		return
	}
	switch k {
	case "kind":
		if s.v.kinds.has(v) {
			v = s.v.kinds.name(v)
		}
		a.Kind = v
	case "units":
		a.Units = strings.Split(v, ",")
	case "trainee":
		if ref, ok := Reference(v); ok {
			a.Trainee, a.Trainees = another(a.Trainee, a.Trainees, ref)
		}
	case "hours", "percent":
		if f, err := strconv.ParseFloat(strings.Replace(v, ",", ".", 1), 64); err == nil && f >= 0 && f <= 1000 {
			if k == "hours" {
				a.Hours = &f
			} else {
				a.Percent = &f
			}
		}
	default:
		s.giveNumber(a, k, v)
	}
}

var isDate = map[string]bool{"from": true, "to": true, "at": true, "date": true}

func validISO(day string) bool {
	_, err := time.Parse(time.DateOnly, day)
	return err == nil
}

// text is the argument of a name that holds words.
func (a *Args) text(name string) *string {
	switch name {
	case "unit":
		return &a.Unit
	case "from":
		return &a.From
	case "to":
		return &a.To
	case "at":
		return &a.At
	case "date":
		return &a.Date
	case "period":
		return &a.Period
	case "programme":
		return &a.Programme
	case "compare":
		return &a.Compare
	case "person":
		return &a.Person
	}
	return a.fixed(name)
}

// fixed is the argument of a name that has fixed values.
func (a *Args) fixed(name string) *string {
	switch name {
	case "by":
		return &a.By
	case "what":
		return &a.What
	case "scope":
		return &a.Scope
	case "language":
		return &a.Language
	case "result":
		return &a.Result
	case "outcome":
		return &a.Outcome
	case "after":
		return &a.After
	case "reason":
		return &a.Reason
	case "format":
		return &a.Format
	case "role":
		return &a.Role
	case "channel":
		return &a.Channel
	case "every":
		return &a.Every
	case "longer":
		return &a.Longer
	case "term":
		return &a.Term
	case "step":
		return &a.Step
	case "rule":
		return &a.Rule
	}
	return nil
}

func (s *scan) giveNumber(a *Args, k, v string) {
	n, err := strconv.Atoi(strings.TrimPrefix(v, "#"))
	if err != nil {
		return
	}
	switch k {
	case "slot":
		a.Slot, a.Slots = another(a.Slot, a.Slots, int64(n))
	case "entry":
		a.Entry = int64(n)
	case "page":
		a.Page = n
	case "count":
		a.Count = &n
	case "top":
		a.Top = &n
	case "weeks":
		a.Weeks = &n
	case "days":
		a.Days = &n
	}
}

// another adds one to what is single until there are two.
func another[T comparable](one T, many []T, x T) (T, []T) {
	var none T
	switch {
	case len(many) > 0:
		return none, appendOnce(many, x)
	case one != none && one != x:
		return none, []T{one, x}
	}
	return x, nil
}
