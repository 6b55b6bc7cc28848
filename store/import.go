package store

import (
	"context"
	"fmt"
	"io"
	"slices"
)

// ImportOptions say how a file is imported.
type ImportOptions struct {
	DryRun   bool                  // find out what would change, and change nothing
	Until    Date                  // leave out what happened after this day, so that the file gives the past as it was then; "": take all
	Guard    func(string) bool     // tells whether a text holds a personnummer: such a text is neither taken in nor repeated; nil: none does
	Progress func(done, total int) // told of rows now and then; total is 0 while the file is being read; may be nil
}

// ImportReport says what an import did, or would do.
type ImportReport struct {
	What    string
	Added   int
	Changed int
	Same    int
	LeftOut int            // happened after Until
	Changes []ImportChange // the first of them, at most mostChanges

	// Warnings are what to look at, in slots: lives that trainees in them no longer fit. They hinder nothing.
	Warnings ImportErrors

	// Decided are quotas that no longer are what they would be worked out as.
	Decided []DecidedQuotas

	// Kept are targets that were set in Slack, and stay though the file has others.
	Kept []ImportChange
}

const mostChanges = 50

// ImportChange is a new row (Column "") or a cell that differs from what is there.
type ImportChange struct {
	Line   int
	Key    string // the row's: a unit's code, a slot's number, a trainee's reference, a programme's key
	Column string
	Before string
	After  string
}

// nothing tells whether the database is as the file wants it already.
func (r *ImportReport) nothing() bool { return r.Added+r.Changed == 0 }

func (r *ImportReport) added(line int, key string) {
	r.Added++
	r.show(ImportChange{Line: line, Key: key})
}

func (r *ImportReport) show(c ImportChange) {
	if len(r.Changes) < mostChanges {
		r.Changes = append(r.Changes, c)
	}
}

// row counts a row by its cells that differ.
func (r *ImportReport) row(differ []ImportChange) {
	if len(differ) == 0 {
		r.Same++
		return
	}
	r.Changed++
	for _, c := range differ {
		r.show(c)
	}
}

// importer is one kind of file. read takes the file without the database; plan compares it with the database and may be run again, on a newer
// one; apply writes what the last plan found. read and plan put what is wrong with the file into job.errs.
type importer interface {
	read(r io.Reader) error
	plan(tx *Tx) error
	apply(tx *Tx) error
}

// importJob is what every importer works with.
type importJob struct {
	ctx    context.Context
	opt    ImportOptions
	errs   *errorList
	report *ImportReport
}

// progress tells how far it has come, every ten thousand rows and at the end, and stops where the caller has given up.
func (j *importJob) progress(done, total int) error {
	if done%10_000 != 0 && done != total {
		return nil
	}
	if j.opt.Progress != nil {
		j.opt.Progress(done, total)
	}
	return j.ctx.Err()
}

// readRows gives the rows of a file that nothing is wrong with, and those that cannot be read whole, as far as they can.
func readRows[R any](j *importJob, t *table, row func(*table) R) (rows, broken []R, err error) {
	for n := 1; ; n++ {
		more, err := t.next()
		if err != nil || !more {
			return rows, broken, err
		}
		if r := row(t); !t.bad {
			rows = append(rows, r)
		} else if !j.errs.full() {
			broken = append(broken, r)
		}
		if err := j.progress(n, 0); err != nil {
			return nil, nil, err
		}
	}
}

// ImportWhats are the kinds of file, in the order in which they build on each other.
var ImportWhats = []string{"organisation", "programme", "slots", "trainees"}

// Import takes in a file: all of it or nothing. A row whose key exists replaces what is there, what is not in the file stays, and a file that
// changes nothing leaves no trace. What is wrong with the file comes as ImportErrors. The file is read and checked before the writer is taken;
// other writes wait while it is written.
func (s *Store) Import(ctx context.Context, what string, r io.Reader, opt ImportOptions) (*ImportReport, error) {
	job := &importJob{ctx: ctx, opt: opt, errs: &errorList{guard: opt.Guard}}
	im, err := newImporter(what, job)
	if err != nil {
		return nil, err
	}
	if err := im.read(r); err != nil {
		return nil, fmt.Errorf("read %s: %w", what, err)
	}
	var seen [2]int64
	err = s.Read(ctx, func(tx *Tx) (err error) {
		if seen, err = tx.changes(); err != nil {
			return err
		}
		return job.planned(tx, what, im)
	})
	if err != nil || opt.DryRun || job.report.nothing() {
		return job.report, err
	}
	err = s.Write(ctx, func(tx *Tx) error {
		tx.Act(By{Door: "import", Command: "import"})
		if now, err := tx.changes(); err != nil {
			return err
		} else if now != seen { // somebody has written since it was planned
			if err := job.planned(tx, what, im); err != nil || job.report.nothing() {
				return err
			}
		}
		if err := tx.spacious(func() error { return im.apply(tx) }); err != nil {
			return fmt.Errorf("import %s: %w", what, err)
		}
		return tx.note("import", what, "", nil, importFacts{job.report.Added, job.report.Changed, job.report.Same})
	})
	if err != nil {
		return nil, err
	}
	return job.report, nil
}

// workOutQuotas does so after a file that quotas depend on, and reports of those that have been decided.
func (j *importJob) workOutQuotas(tx *Tx) (err error) {
	if err := tx.WorkOutQuotas(); err != nil {
		return err
	}
	j.report.Decided, err = tx.decidedQuotas()
	return err
}

type importFacts struct {
	Added   int `json:"added"`
	Changed int `json:"changed"`
	Same    int `json:"same"`
}

func newImporter(what string, job *importJob) (importer, error) {
	switch what {
	case "organisation":
		return &unitImport{importJob: job}, nil
	case "programme":
		return &programmeImport{importJob: job}, nil
	case "slots":
		return newSlotImport(job), nil
	case "trainees":
		return &traineeImport{importJob: job}, nil
	}
	return nil, Refuse("import_what", Facts{"What": what, "Allowed": slices.Clone(ImportWhats)})
}

// planned runs the plan and gives all that is wrong with the file, what read found included.
func (j *importJob) planned(tx *Tx, what string, im importer) error {
	kept := *j.errs
	kept.found = slices.Clone(kept.found)
	j.report = &ImportReport{What: what}
	if err := im.plan(tx); err != nil {
		return fmt.Errorf("compare %s: %w", what, err)
	}
	err := j.errs.err()
	*j.errs = kept
	if err != nil {
		j.report = nil
		return err
	}
	if j.opt.DryRun && (what == "organisation" || what == "programme") {
		j.report.Decided, err = tx.frozenQuotas()
	}
	return err
}

// changes tells one state of the database from another: every write leaves a row in the audit or counts up the revision.
func (tx *Tx) changes() (c [2]int64, err error) {
	err = tx.get([]any{&c[0], &c[1]}, `SELECT (SELECT coalesce(max(id), 0) FROM audit), (SELECT number FROM revision)`)
	return c, err
}
