package main

import "handslag/bot/workspace"

// The people of the demo are named by what they do. Their addresses are those of the organisation's file.
const (
	demoHR          = "hr@linkopingskommun.example"
	demoCoordinator = "samordnare.amc@linkopingskommun.example"
)

var demoPeople = []workspace.Person{
	{ID: "U0PRESCHOOL", Name: "rektor.trollet", RealName: "Rektor Trollet", Title: "Rektor, Förskolan Trollet i Lambohov", Locale: "sv-SE",
		Email: "chef.uaf-1-43@linkopingskommun.example"},
	{ID: "U0CAREMGR01", Name: "care.sandrino", RealName: "Care Manager", Title: "Unit manager, Sandrinoparken", Locale: "en-GB",
		Email: "chef.lean-2-26@linkopingskommun.example"},
	{ID: "U0DIRECTOR1", Name: "chef.utbildning", RealName: "Förvaltningschef", Title: "Chef, Utbildnings- och arbetsmarknadsförvaltningen", Locale: "sv-SE",
		Email: "chef.uaf@linkopingskommun.example"},
	{ID: "U0HRPERSON1", Name: "hr", RealName: "HR Linköping", Title: "HR, ansvarig för 500-uppdraget", Locale: "sv-SE", Email: demoHR, Admin: true},
	{ID: "U0COORDINAT", Name: "samordnare.amc", RealName: "Samordnare AMC", Title: "Arbetsmarknadscentrum, matchar praktikanter", Locale: "sv-SE",
		Email: demoCoordinator},
	{ID: "U0STRANGER1", Name: "ny.chef", RealName: "Ny Chef", Title: "Ny på jobbet: Handslag vet inte vilken enhet", Locale: "sv-SE",
		Email: "ny.chef@linkopingskommun.example"},
	{ID: "U0GUESTGUES", Name: "gast", RealName: "Gäst Konsult", Title: "Gäst i arbetsytan: Handslag är till för kommunens egna", Locale: "sv-SE",
		Email: "gast@konsult.example", Guest: true},
}

var demoChannels = []workspace.Channel{{ID: "C0UPPDRAGET", Name: "500-uppdraget"}}

const welcome = `
  Handslag är igång:  %[1]s   (klockan där är %[2]s)

  Öppna sidan, bli Rektor Trollet i listan till vänster och skriv till Handslag:
      /kvot                 hur enheten ligger till
      /plats boka           boka en plats, i ett formulär
      /praktikant ny        logga en praktikant
      vi kan ta en språkpraktikant från v 34
  Bli HR Linköping och skriv /lage: 439 av 500, 61 kvar. Bli Ny Chef för att se hur en okänd chef läggs in.
  Flytta klockan på sidan till måndag 08:00, så kommer veckopåminnelsen.

  Handslag is running. Open the page, be Care Manager in the list to the left and write to Handslag:
      /quota                how the unit stands
      /slot claim           claim a slot, in a form
      /trainee new          log a trainee
      we can take one language practice trainee from week 34
  Move the page's clock to Monday 08:00 and the weekly reminder comes.

  Ctrl-C avslutar · ends it.

`
