package handlers

import "handslag/store"

// who says which people a command is for; several may be joined.
type who uint

const (
	everyone who = 1 << iota
	manager      // or deputy of a unit
	leader       // manager of a unit with units below it
	coordinator
	hr
)

// command is a thing that a person can do. Its English name is the file, the function, the section of both languages' sentences, the played
// conversation, and what its buttons type.
type command struct {
	name   string
	sv     string // its main Swedish word
	who    who
	writes bool
	run    func(*turn) (Reply, error)
	plan   func(*turn) (plan, error) // what is shown before a write that was read from free text; nil: nothing to ask
}

// commands is the program's table of contents.
var commands []command

func init() { // not a literal: help reads the table that it stands in
	commands = []command{
		{"help", "hjälp", everyone, false, help, nil},
		{"explain", "förklara", everyone, false, explain, nil},
		{"language", "språk", everyone, true, language, nil},
		{"mine", "mitt", everyone, true, mine, nil},
		{"remind", "påminn", everyone, true, remind, planRemind},
		{"pause", "pausa", everyone, true, pause, planPause},
		{"resume", "återuppta", everyone, true, resume, nil},
		{"undo", "ångra", everyone, true, undo, planUndo},
		{"cancel", "avbryt", everyone, true, cancel, nil},
		{"join", "anslut", everyone, true, join, planJoin},
		{"quota", "kvot", manager | hr, false, quota, nil},
		{"claim", "boka", manager, true, claim, planClaim},
		{"release", "släpp", manager, true, release, planRelease},
		{"slots", "platser", manager, false, slots, nil},
		{"trainee", "praktikant", manager, true, trainee, planTrainee},
		{"trainees", "praktikanter", manager, false, trainees, nil},
		{"end", "avsluta", manager, true, end, planEnd},
		{"extend", "förläng", manager, true, extend, planExtend},
		{"correct", "rätta", manager | hr, true, correct, planCorrect},
		{"support", "stöd", manager, false, support, nil},
		{"contact", "kontakt", manager | coordinator | hr, false, contact, nil},
		{"summary", "läge", hr | leader, false, summary, nil},
		{"chart", "diagram", hr | leader, false, chart, nil},
		{"subscribe", "prenumerera", hr, true, subscribe, planSubscribe},
		{"export", "export", hr, true, export, nil},
		{"forecast", "prognos", hr | leader, false, forecast, nil},
		{"ranking", "topplista", hr | leader, false, ranking, nil},
		{"missing", "saknas", hr | leader, false, missing, nil},
		{"vacant", "lediga", hr | coordinator | leader, false, vacant, nil},
		{"ending", "slutar", hr | coordinator | leader, false, ending, nil},
		{"outcomes", "resultat", hr | coordinator, true, outcomes, planOutcomes},
		{"statement", "bedömning", hr, true, statement, planStatement},
		{"match", "matcha", coordinator, false, match, nil},
		{"publish", "utlys", hr | coordinator, true, publish, planPublish},
		{"erase", "gallra", hr, true, erase, planErase},
		{"restrict", "begränsa", hr, true, restrict, planRestrict},
		{"target", "mål", hr, true, target, planTarget},
		{"transfer", "flytta", hr, true, transfer, planTransfer},
		{"assign", "utse", hr, true, assign, planAssign},
		{"history", "historik", hr, false, history, nil},
		{"reminders", "påminnelser", hr, true, reminders, planReminders},
	}
}

// noun is a slash command's own word, as it is called in each language, and the command that it stands for alone. What stands after it is words,
// in either language after either.
type noun struct{ sv, en, alone string }

// nouns are the slash commands by their words. /handslag has none and takes everything.
var nouns = map[string]noun{}

func init() {
	for _, n := range []noun{{"plats", "slot", "slots"}, {"praktikant", "trainee", "trainees"}, {"kvot", "quota", "quota"}, {"lage", "summary", "summary"}} {
		nouns[n.sv], nouns[n.en] = n, n
	}
}

func lookup(name string) *command {
	for i := range commands {
		if commands[i].name == name {
			return &commands[i]
		}
	}
	return nil
}

// is tells what a member is, for the table.
func is(m *store.Member, tree *store.Tree) who {
	w := everyone
	for _, r := range m.Roles {
		switch r.Role {
		case "hr":
			w |= hr
		case "coordinator":
			w |= coordinator
		default:
			w |= manager
			if len(tree.Children(r.Unit)) > 0 {
				w |= leader
			}
		}
	}
	return w
}
