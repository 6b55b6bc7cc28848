package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"handslag/handlers"
	"handslag/store"
)

// importCommand takes in a file.
type importCommand struct {
	base
	What   string `arg:"" enum:"organisation,programme,slots,trainees" help:"What the file holds: organisation, programme, slots or trainees."`
	File   string `arg:"" help:"The file: CSV, or TOML for a programme."`
	DryRun bool   `help:"Say what would change, and change nothing."`
}

// Run imports, or says with line and column what is wrong with the file.
func (c *importCommand) Run(ctx context.Context, t terminal) error {
	if err := c.check().err(); err != nil {
		return err
	}
	f, err := os.Open(c.File)
	if err != nil {
		return err
	}
	defer f.Close()
	b, err := open(&c.base, newLog(t.err), c.clock())
	if err != nil {
		return err
	}
	report, err := b.store.Import(ctx, c.What, f, store.ImportOptions{DryRun: c.DryRun, Progress: progress(t.err), Guard: c.personal()})
	if err == nil {
		b.reportImport(t.out, c.File, report, c.DryRun)
	}
	return errors.Join(b.importError(c.File, err), b.close())
}

// personal tells of personnummer.
func (b *base) personal() func(string) bool {
	now := b.clock()
	return func(text string) bool { return handlers.Personnummer(text, now()) }
}

// progress writes how far an import has come; nothing for a file that is done at once.
func progress(w io.Writer) func(done, total int) {
	return func(done, total int) {
		switch {
		case done < 10_000:
		case total == 0:
			fmt.Fprintf(w, "%d rows read\n", done)
		default:
			fmt.Fprintf(w, "%d of %d rows written\n", done, total)
		}
	}
}

// reportImport says what an import did, in HANDSLAG_LANG.
func (b *bot) reportImport(w io.Writer, file string, r *store.ImportReport, dry bool) {
	id := "import.done"
	if dry {
		id = "import.dry"
	}
	fmt.Fprintln(w, b.handlers.Say(id, handlers.Facts{"What": r.What, "Added": r.Added, "Changed": r.Changed, "Same": r.Same}))
	for _, line := range b.importLines(file, r.Warnings) {
		fmt.Fprintln(w, line)
	}
	for _, c := range r.Kept {
		fmt.Fprintln(w, b.handlers.Say("import.kept", handlers.Facts{"Programme": c.Key, "Column": c.Column, "Target": c.Before, "File": cmp.Or(c.After, "–")}))
	}
	for _, d := range r.Decided {
		if d.Differ == 0 {
			fmt.Fprintln(w, b.handlers.Say("import.frozen", handlers.Facts{"Programme": d.Programme.Key, "Revision": d.Revision}))
			continue
		}
		fmt.Fprintln(w, b.handlers.Say("import.decided", handlers.Facts{"N": d.Differ, "Programme": d.Programme.Key, "Revision": d.Revision}))
	}
	if !dry {
		return
	}
	for _, c := range r.Changes {
		if c.Column == "" {
			fmt.Fprintf(w, "%d: + %s\n", c.Line, c.Key)
			continue
		}
		fmt.Fprintf(w, "%d: %s %s: %s → %s\n", c.Line, c.Key, c.Column, c.Before, c.After)
	}
}

// fileErrors is what is wrong with a file, as compilers say it: file:line:column: message, a line each.
type fileErrors string

func (e fileErrors) Error() string { return string(e) }

// importError says what is wrong with a file.
func (b *bot) importError(file string, err error) error {
	var wrong store.ImportErrors
	if !errors.As(err, &wrong) {
		return b.refused(err)
	}
	return fileErrors(strings.Join(b.importLines(file, wrong), "\n"))
}

// importLines says what is wrong with a file, or odd, a line each.
func (b *bot) importLines(file string, wrong store.ImportErrors) []string {
	lines := make([]string, len(wrong))
	for i, e := range wrong {
		facts := handlers.Facts{"Field": e.Field}
		for k, v := range e.Facts {
			facts[k] = v
		}
		lines[i] = file + ":"
		if e.Line > 0 {
			lines[i] += fmt.Sprintf("%d:", e.Line)
		}
		if e.Line > 0 && e.Column > 0 {
			lines[i] += fmt.Sprintf("%d:", e.Column)
		}
		lines[i] += " " + b.handlers.Say("import."+e.Reason, facts)
	}
	return lines
}
