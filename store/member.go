package store

import (
	"database/sql"
	"slices"
	"strconv"
	"strings"
)

// Member is somebody in Slack, with the roles that hold on the day of the transaction. No names are kept: Slack shows them.
type Member struct {
	ID       int64
	SlackID  string
	Email    string
	Team     string
	Language string // sv, en, or "": as in Slack
	Locale   string // Slack's, "sv-SE"
	TZ       string
	Outsider string // why the person is turned away: guest, bot, foreign, deactivated; "": is not
	Away     Date   // the last day away by the Slack status; "": is here
	Pause    Span   // days without the weekly reminder; none: no pause
	Roles    []Role
}

// Role is what a member may do, and where.
type Role struct {
	Role string // manager, deputy, hr, coordinator
	Unit string // of a manager or deputy
}

// Has tells whether the member has one of the roles.
func (m *Member) Has(roles ...string) bool {
	return slices.ContainsFunc(m.Roles, func(r Role) bool { return slices.Contains(roles, r.Role) })
}

// Units are those that the member is manager or deputy of, in order.
func (m *Member) Units() []string {
	var out []string
	for _, r := range m.Roles {
		if r.Unit != "" && !slices.Contains(out, r.Unit) {
			out = append(out, r.Unit)
		}
	}
	slices.Sort(out)
	return out
}

// Speaks gives the language that the member is answered in: the chosen one, else Slack's, else the default.
func (m *Member) Speaks(standard string) string {
	switch {
	case m.Language != "":
		return m.Language
	case strings.HasPrefix(m.Locale, "sv"):
		return "sv"
	case m.Locale != "":
		return "en"
	}
	return standard
}

type memberFacts struct {
	Language string `json:"language"`
	Pause    Span   `json:"pause,omitzero"`
}

const memberColumns = `m.id, coalesce(m.slack_id, ''), coalesce(m.email, ''), m.team, m.language, m.locale, m.tz, m.outsider, m.away_until, m.paused_from, m.paused_until`

func (m *Member) columns() []any {
	return []any{&m.ID, &m.SlackID, &m.Email, &m.Team, &m.Language, &m.Locale, &m.TZ, &m.Outsider, &m.Away, &m.Pause.From, &m.Pause.To}
}

func scanMember(r *sql.Rows) (m Member, err error) {
	err = r.Scan(m.columns()...)
	return m, err
}

func (tx *Tx) member(where string, key any) (*Member, error) {
	today := string(tx.Today())
	var m *Member
	err := each(tx, func(r *sql.Rows) error {
		var one Member
		var role Role
		if err := r.Scan(append(one.columns(), &role.Role, &role.Unit)...); err != nil {
			return err
		}
		if m == nil {
			m = &one
		}
		if role.Role != "" {
			m.Roles = append(m.Roles, role)
		}
		return nil
	}, `SELECT `+memberColumns+`, coalesce(r.role, ''), coalesce(r.unit, '') FROM members m
		LEFT JOIN roles r ON r.member = m.id AND r.from_on <= ? AND (r.until_on IS NULL OR r.until_on >= ?)
		WHERE `+where+` ORDER BY r.id`, today, today, key)
	return m, err
}

// MemberByEmail gives the member of an address, nil where it is not known.
func (tx *Tx) MemberByEmail(email string) (*Member, error) {
	return tx.member(`m.email = ?`, strings.ToLower(email))
}

// MemberByID gives the member, nil where there is none.
func (tx *Tx) MemberByID(id int64) (*Member, error) { return tx.member(`m.id = ?`, id) }

// Know writes down what Slack says of a person. Somebody that the organisation's files know by address gets the Slack ID, unless the person is
// an outsider: what a guest gives as an address is no proof.
func (tx *Tx) Know(m Member) (*Member, error) {
	known, err := tx.MemberBySlack(m.SlackID)
	if err != nil {
		return nil, err
	}
	if m.Outsider != "" {
		m.Email = ""
	}
	if m.Email != "" {
		if known, err = tx.sameAddress(known, m.Email); err != nil {
			return nil, err
		}
	}
	email := null(strings.ToLower(m.Email))
	if known == nil {
		_, err = tx.exec(`INSERT INTO members (slack_id, email, team, locale, tz, outsider, away_until) VALUES (?, ?, ?, ?, ?, ?, ?)`,
			m.SlackID, email, m.Team, m.Locale, m.TZ, m.Outsider, m.Away)
	} else {
		_, err = tx.exec(`UPDATE members SET slack_id = ?, email = coalesce(?, email), team = ?, locale = ?, tz = ?, outsider = ?, away_until = ? WHERE id = ?`,
			m.SlackID, email, m.Team, m.Locale, m.TZ, m.Outsider, m.Away, known.ID)
	}
	if err != nil {
		return nil, err
	}
	return tx.MemberBySlack(m.SlackID)
}

// sameAddress gives the member that somebody with an address is: known, whom Slack knows already, or whoever has the address. Where these are
// two, known takes over the address with what the organisation's files have given it.
func (tx *Tx) sameAddress(known *Member, email string) (*Member, error) {
	other, err := tx.MemberByEmail(email)
	if err != nil || other == nil || known != nil && known.ID == other.ID {
		return known, err
	}
	if known == nil {
		return other, nil
	}
	if _, err := tx.exec(`UPDATE roles SET member = ? WHERE member = ? AND (imported = 1 OR ?) AND NOT EXISTS (
		SELECT 1 FROM roles r WHERE r.member = ? AND r.role = roles.role AND coalesce(r.unit, '') = coalesce(roles.unit, '') AND r.until_on IS NULL)`,
		known.ID, other.ID, other.SlackID == "", known.ID); err != nil {
		return nil, err
	}
	if other.SlackID != "" { // two accounts: the older one keeps what it was given in person
		_, err = tx.exec(`UPDATE members SET email = NULL WHERE id = ?`, other.ID)
		return known, err
	}
	if _, err := tx.exec(`DELETE FROM roles WHERE member = ?`, other.ID); err != nil { // those that known has already
		return nil, err
	}
	_, err = tx.exec(`DELETE FROM members WHERE id = ?`, other.ID)
	return known, err
}

// byEmail gives the member of an address, made where it is not known.
func (tx *Tx) byEmail(email string) (*Member, error) {
	m, err := tx.MemberByEmail(email)
	if m != nil || err != nil {
		return m, err
	}
	if _, err := tx.exec(`INSERT INTO members (email) VALUES (?)`, strings.ToLower(email)); err != nil {
		return nil, err
	}
	return tx.MemberByEmail(email)
}

// Assign gives a role from today until further notice; one that is held already is left as it is. unit is "" for hr and coordinator.
func (tx *Tx) Assign(member int64, role, unit string) error {
	_, err := tx.GiveRole(Grant{Member: member, Role: role, Unit: unit})
	return err
}

// AssignByEmail gives a role to whoever has the address, seen in Slack or not.
func (tx *Tx) AssignByEmail(email, role, unit string) error {
	m, err := tx.byEmail(strings.TrimSpace(email))
	if err != nil {
		return err
	}
	return tx.Assign(m.ID, role, unit)
}

// SetLanguage chooses sv or en; "" is as in Slack.
func (tx *Tx) SetLanguage(m *Member, language string) error {
	if _, err := tx.exec(`UPDATE members SET language = ? WHERE id = ?`, language, m.ID); err != nil {
		return err
	}
	return tx.note("member", strconv.FormatInt(m.ID, 10), "", m.facts(), memberFacts{language, m.Pause})
}

func (m *Member) facts() memberFacts { return memberFacts{m.Language, m.Pause} }

// SetPause has a member not reminded in a span of days; the empty span is none.
func (tx *Tx) SetPause(m *Member, days Span) error {
	if _, err := tx.exec(`UPDATE members SET paused_from = ?, paused_until = ? WHERE id = ?`, days.From, days.To, m.ID); err != nil {
		return err
	}
	return tx.note("member", strconv.FormatInt(m.ID, 10), "", m.facts(), memberFacts{m.Language, days})
}

// WithAnyRole gives everybody who has a role today, also who has not been seen in Slack.
func (tx *Tx) WithAnyRole() ([]Member, error) {
	today := string(tx.Today())
	return all(tx, scanMember, `SELECT `+memberColumns+` FROM members m WHERE EXISTS (SELECT 1 FROM roles r
		WHERE r.member = m.id AND r.from_on <= ? AND (r.until_on IS NULL OR r.until_on >= ?)) ORDER BY m.id`, today, today)
}

// WithRole gives everybody who has a role today, for a unit ("" for hr and coordinator), and has been seen in Slack.
func (tx *Tx) WithRole(role, unit string) ([]Member, error) {
	today := string(tx.Today())
	return all(tx, scanMember, `SELECT `+memberColumns+` FROM members m
		WHERE m.slack_id IS NOT NULL AND m.outsider = '' AND EXISTS (SELECT 1 FROM roles r
			WHERE r.member = m.id AND r.role = ? AND coalesce(r.unit, '') = ? AND r.from_on <= ? AND (r.until_on IS NULL OR r.until_on >= ?))
		ORDER BY m.id`, role, unit, today, today)
}

// Managed gives the units that have a manager or a deputy today, seen in Slack or not.
func (tx *Tx) Managed() (map[string]bool, error) {
	today := string(tx.Today())
	units, err := all(tx, scanText, `SELECT DISTINCT unit FROM roles
		WHERE unit IS NOT NULL AND from_on <= ? AND (until_on IS NULL OR until_on >= ?)`, today, today)
	out := make(map[string]bool, len(units))
	for _, unit := range units {
		out[unit] = true
	}
	return out, err
}
