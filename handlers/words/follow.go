package words

// follow takes the command of the previous reading where the text only changes it: "nej, förra veckan", "samma men bara
// bolagen", "och på engelska".
func (s *scan) follow(r *Reading) {
	last := s.c.Last
	if last == nil || last.Command == "" {
		return
	}
	cue := s.value("follow") != ""
	narrows := cue && s.command == last.Command && !isWrite[s.command] // "bara topp 3" of a ranking
	if s.exact && !narrows || s.command != "" && !narrows && !(cue && s.weak()) {
		return
	}
	if !cue && !s.onlyPieces() {
		return
	}
	s.command, s.followed = last.Command, true
	s.cmd = s.lex.commandID(s.command)
}

// weak reports that nothing says the command outright.
func (s *scan) weak() bool {
	o := s.ranking()
	return len(o) == 0 || o[0].score < sureWeight
}

// onlyPieces reports a text of nothing but arguments.
func (s *scan) onlyPieces() bool {
	found := len(s.units)+len(s.dates)+len(s.kinds)+len(s.slots)+len(s.trainees) > 0 || len(s.given) > 0 || s.hours != nil || s.percent != nil || s.anyValue()
	return found && s.understoodFrom(0)
}

func (s *scan) anyValue() bool {
	for _, h := range s.hits {
		if h.p.target.field != "" {
			return true
		}
	}
	return false
}

// keepFollowed fills what the text does not change from the previous reading.
func (s *scan) keepFollowed(r *Reading) {
	if !s.followed {
		return
	}
	old, now := s.c.Last.Args, &r.Args
	if now.At != "" || now.From != "" || now.To != "" {
		old.At, old.From, old.To = "", "", ""
	}
	if now.Longer != "" {
		old.To = ""
	}
	if now.Unit != "" || len(now.Units) > 0 || now.Scope != "" {
		old.Unit, old.Units, old.Scope = "", nil, ""
	}
	if now.Slot != 0 || len(now.Slots) > 0 {
		old.Slot, old.Slots = 0, nil
	}
	if now.Trainee != "" || len(now.Trainees) > 0 {
		old.Trainee, old.Trainees = "", nil
	}
	if now.Hours != nil || now.Percent != nil {
		old.Hours, old.Percent = nil, nil
	}
	merge(now, &old)
	s.exact = true
}

func merge(now, old *Args) {
	for _, f := range [][2]*string{{&now.Kind, &old.Kind}, {&now.Unit, &old.Unit}, {&now.Trainee, &old.Trainee}, {&now.From, &old.From},
		{&now.To, &old.To}, {&now.At, &old.At}, {&now.Date, &old.Date}, {&now.Period, &old.Period}, {&now.Programme, &old.Programme}, {&now.Compare, &old.Compare}, {&now.By, &old.By},
		{&now.What, &old.What}, {&now.Scope, &old.Scope}, {&now.Language, &old.Language}, {&now.Result, &old.Result}, {&now.Outcome, &old.Outcome},
		{&now.Reason, &old.Reason}, {&now.Format, &old.Format}, {&now.Person, &old.Person}, {&now.Role, &old.Role}, {&now.Every, &old.Every},
		{&now.Term, &old.Term}} {
		if *f[0] == "" {
			*f[0] = *f[1]
		}
	}
	keep(&now.Count, old.Count)
	keep(&now.Hours, old.Hours)
	keep(&now.Percent, old.Percent)
	keep(&now.Top, old.Top)
	keep(&now.Weeks, old.Weeks)
	keep(&now.Days, old.Days)
	if now.Units == nil {
		now.Units = old.Units
	}
	if now.Slots == nil {
		now.Slots = old.Slots
	}
	if now.Trainees == nil {
		now.Trainees = old.Trainees
	}
	if now.Slot == 0 {
		now.Slot = old.Slot
	}
	now.Published = now.Published || old.Published
}

func keep[T any](now **T, old *T) {
	if *now == nil {
		*now = old
	}
}
