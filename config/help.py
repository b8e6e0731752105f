"""What is said on each page's help, and the first way through for each role: by the names of the pages."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from strategy.access import Role

# A page that has no words of its own has those of the page whose name its own begins with, or of its place in the menu.
HELP: dict[str, list[Promise]] = {
    "reporting:overview": [
        _("Här ser du läget för alla mål på en sida: hur de är bedömda, och när de senast har framförts."),
        _("Det som väntar på dig står först bland det som ska göras. Varje rad leder dit där det görs."),
        _("I remsan är en ruta ett kvartal. Ju mörkare ruta, desto fler budskap framfördes."),
        _("Välj en dag under Visa läget den, så visas sidan som den såg ut då."),
        _("Mål som inte har framförts på länge står för sig. Hur länge bestäms för varje strategi."),
    ],
    "reporting:goals": [
        _("Här står alla mål i beslutets ordning, under sina fokusområden."),
        _("Koden, till exempel i.3, är målets plats i beslutet. Den kan du söka på."),
        _("De korta namnen är våra egna. Öppna ett mål för att läsa hur det står i beslutet."),
    ],
    "reporting:goal": [
        _("Överst står målet ordagrant ur beslutet, med en länk till stycket det kommer från."),
        _("Därefter den bedömning som gäller. Siffrorna i texten leder till underlaget."),
        _("Tidslinjen visar det som har sagts, svarats, utlovats, betalats och iakttagits, det senaste först."),
        _("Du ser bara det som du får se. Därför kan en kollegas sida vara längre."),
    ],
    "priorities:text": [
        _("Här står beslutet som regeringen fattade det, stycke för stycke."),
        _("Varje mål leder till sin egen sida. Varje stycke har en adress som du kan skicka till andra."),
        _("Texten ändras aldrig, inte heller tryckfelen i den."),
    ],
    "priorities:key-messages": [
        _("Här står vad svenska företrädare ska säga om målet, och vad de inte ska säga."),
        _("Ett budskap skrivs aldrig över. En ändring är en ny version, som gäller från och med en dag."),
        _("Kontaktpersoner på myndigheter läser bara de offentliga."),
    ],
    "priorities:frameworks": [
        _("En måttstock är någon annans lista: MOPAN:s indikatorer, IOM:s resultatramverk, delmålen i Agenda 2030."),
        _("Två versioner av samma lista står bredvid varandra. Varje lista har en källa."),
        _("En lista läses in ur en fil, hela eller ingenting. Samma fil en gång till ändrar ingenting."),
    ],
    "priorities:framework": [
        _("Här står listan som utgivaren har den, och vid varje punkt de mål som är kopplade till den."),
        _("Har listan ändrats läses den in på nytt. Punkter som inte längre finns i filen står kvar."),
    ],
    "priorities:crosswalk": [
        _("En koppling säger att ett mål och en punkt i en måttstock handlar om samma sak, och varför."),
        _("Läs från målen till punkterna, eller från punkterna till målen."),
        _("Förklaringen har en markering, som allt annat som skrivs här."),
    ],
    "dialogue:events": [
        _("Här står alla möten och kontakter. Filtrera på slag, mål, motpart eller tid."),
        _("Möten där Sverige för fram budskap räknas som dialog. Samordning med andra givare visas för sig."),
        _("Listan kan laddas ner som Excel eller CSV, precis så som du har filtrerat och sorterat den."),
        _("Ett filter som du ofta använder kan du spara under ett namn."),
    ],
    "dialogue:event": [
        _("Planera mötet här: dagordning, mål och förberedda budskap. Markera sedan mötet som genomfört."),
        _("Kryssa för alla mål som hör till en punkt på en gång. Historik, flytta och ta bort ligger bakom ⋯."),
        _("Skriv in vad Sverige sade på varje mål, vad motparten svarade och vad som utlovades."),
        _("Mötet är dokumenterat när varje förberett mål har ett budskap eller är markerat som inte framfört."),
        _("Markeringen på mötet gäller också det som hänger på det: inget där är öppnare än mötet."),
    ],
    "dialogue:instruction": [
        _("Här står Sveriges linje inför ett möte, mål för mål. Den är synlig för få tills den är skickad."),
        _("Ett utkast görs av budskap, förberedelser, tidigare svar och öppna utfästelser. Läs igenom och ändra."),
        _("När instruktionen skickas får delegationen besked. Den skickade versionen ändras aldrig."),
        _("Den kan laddas ned som Word."),
    ],
    "dialogue:event-work": [
        _("Här tas hemrapporten isär. Markera ett stycke och tryck B för budskap, S för svar eller U för utfästelse."),
        _("Skriv målets beteckning, till exempel i.3, och tryck Enter. Stycket blir kvar, märkt med vad det blev."),
        _("Ett svar läggs till målets senaste budskap. Finns inget budskap än, skrivs det in först."),
        _("T betyder att målet till höger inte togs upp. I stället för att markera går det att kryssa för meningar."),
        _("Mål föreslås efter det du har markerat, med orden som avgjorde. Inget väljs åt dig."),
    ],
    "dialogue:counterpart": [
        _("Här står vad motparten har svarat på varje mål, möte för möte, och om svaren har rört sig."),
        _("Utfästelserna visar vad som är infriat, vad som är öppet och vad som är försenat."),
    ],
    "dialogue:commitments": [
        _("Utfästelser är vad motparten har lovat. Uppföljningspunkter är vad vi själva har åtagit oss."),
        _("En utfästelse är försenad när dagen har gått och ingen har skrivit in hur det gick."),
        _("Skriv in om den infriades, helt eller delvis, och vad som visar det."),
    ],
    "reporting:coverage": [
        _("Här ser du var Sverige har talat och var det har varit tyst: mål mot slag av möte, och mål mot kvartal."),
        _("Varje siffra leder till budskapen bakom den."),
        _("Bara möten som räknas som dialog är med."),
    ],
    "reporting:calendar": [
        _("Månaden visar möten, utfästelser, arbetsplan, bedömning och rapportering. Året visar allt på en gång."),
        _("Du kan få kalendern i ditt eget kalenderprogram, genom en adress som bara är din."),
        _("I programmet står dag och slag. Titlar står bara där det som de gäller är offentligt."),
    ],
    "reporting:consultation": [
        _("Här hänger samrådet ihop: frågor och svar, arbetsplan, underlag, dagordning, vad som sades och beslutades."),
        _("Överst står det som tidigare samråd beslutade och som ingen har avslutat."),
        _("En uppföljningspunkt har någon som svarar för den och en dag. Den följs tills den är klar."),
    ],
    "dialogue:observations": [
        _("Fältobservationer är vad myndigheter och ambassader har sett av målen där de är."),
        _("Den som skriver ser sina egna och sin organisations. Handläggare granskar dem, den äldsta först."),
        _("Ett utkast ser bara den som skriver det. Det som har skickats in är inkommen handling och finns kvar."),
        _("Du får besked när din observation har granskats, eller om något behöver kompletteras."),
        _("Det som är skickat ändras aldrig: en komplettering står för sig, och handläggaren ser vad som är nytt."),
    ],
    "dialogue:observation-new": [
        _("Skriv vad du såg, var och när. Det räcker med några meningar."),
        _("Förslag på mål kommer av det du skriver. Inget väljs åt dig, och du kan lämna målen tomma."),
        _("Det du skriver sparas efter hand, också utan uppkoppling. Skicka när du är klar: det går iväg en gång."),
        _("Skriv inte namn eller annat om enskilda migranter. Foton blir av med uppgiften om plats."),
        _("Har du många? Ladda ner mallen, fyll i den i Excel och läs in den."),
    ],
    "dialogue:requests": [
        _("En förfrågan ställer samma frågor till flera myndigheter och ambassader, med en dag för svar."),
        _("Kontaktpersoner får besked och svarar här. Den som saknar kontaktperson får förfrågan som brev."),
        _("Det som skickas ändras aldrig: ett tillägg blir ett nytt inlägg i samma tråd."),
        _("Ett svar är skribentens eget tills det skickas, om det inte delas med kollegor vid organisationen."),
        _("Ur ett svar tar handläggaren med text i en instruktion eller en rapport, med källan och en egen markering."),
    ],
    "reporting:circulations": [
        _("En delning är en kopia som någon har fått för synpunkter, till en viss dag. Originalet ändras för sig."),
        _("Kopian är en utgåva: det som är sekretessmarkerat är inte med."),
        _("Svara Ingen erinran, eller skriv en synpunkt bredvid det stycke som den gäller."),
        _("Synpunkter läses av den som delade. Andra som har fått delningen läser dem när de är besvarade."),
        _("Instruktioner, bedömningar, arbetsplanen och rapporter delas från sina egna sidor."),
    ],
    "strategy:contacts": [
        _("Kontaktpersonerna arbetar vid myndigheter och ambassader. De lämnar fältobservationer."),
        _("Bjud in någon med e-post. Inbjudan kan användas en gång och gäller en organisation."),
        _("När rollen tar slut kommer personen inte längre åt strategin. Det som personen skrev finns kvar."),
    ],
    "priorities:work-plan": [
        _("Arbetsplanen säger vem som gör vad för vilka mål, och till när. Det försenade står först."),
        _("Flyttar du en dag skriver du varför. Alla tidigare dagar och skäl finns kvar."),
        _("Planen fastställs i versioner. En fastställd version ändras inte."),
        _("Kontaktpersoner rapporterar på de rader som deras organisation ansvarar för, och kan begära en ny dag."),
    ],
    "priorities:work-plan-proposal": [
        _("Läsare, delegationer och kontaktpersoner föreslår vad som ska göras, till när och varför."),
        _("En kontaktperson föreslår för sin egen organisation. Kollegor där ser förslaget och hur det gick."),
        _("Ett förslag hör till planen först när en handläggare tar in det. Avslås det läser du varför."),
        _("Det som har skickats ändras inte. Så länge det inte är avgjort kan det tas tillbaka."),
    ],
    "priorities:funding": [
        _("Här står vad Sverige betalar: obligatorisk avgift, kärnstöd och projektstöd, år för år."),
        _("Varje belopp har en källa. Utan källa går det inte att spara."),
        _("Diagrammet och tabellen visar samma siffror."),
    ],
    "priorities:postings": [
        _("Sekonderade och biträdande experter, räknade per år, nivå och plats."),
        _("Inga namn på personer skrivs här."),
    ],
    "priorities:indicators": [
        _("En indikator har en enhet, en riktning som är bra och ett värde att utgå från."),
        _("Varje mätvärde har en egen källa och en egen dag."),
        _("Säg om värdet är exakt, ungefärligt eller minst så stort."),
    ],
    "reporting:rounds": [
        _("Årets bedömningar hör ihop i en omgång, en för varje mål och en för helheten."),
        _("Handläggare bedömer och föreslår. Chefen godkänner, eller lämnar tillbaka med ett skäl."),
        _("Den som har skrivit i en bedömning kan inte godkänna den."),
    ],
    "reporting:assessment": [
        _("Bedöm tre saker: var målet står, vad som hände i år och vad Sverige gjorde. Inget är valt i förväg."),
        _("Det som sades, utlovades och sågs under året står bredvid. Bocka för det som du stödjer dig på."),
        _("Numret, till exempel [3], hör till underlag 3 och står där i texten som det behövs."),
        _("Allt som är bättre än ingen eller oförändrad behöver minst ett underlag innan det kan föreslås."),
        _("Skriv gärna en egen text för externa läsare. Annars blir målet utan text i den externa utgåvan."),
    ],
    "reporting:reports": [
        _("En rapport görs av det som finns i Verka den dag den skapas. Underlaget låses och ändras inte sedan."),
        _("Utgåvan innehåller bara det som läsaren får se. Innan något lämnar huset går du igenom vad den utelämnar."),
        _("Läs rapporten här innan någon laddar ner den, och se vad som har ändrats sedan förra versionen."),
        _("En annan än du godkänner. Därefter kan rapporten expedieras till var och en av organisationerna."),
        _("Underlaget till ett planerat möte gör du på mötets egen sida, med ett tryck."),
    ],
    "reporting:registry": [
        _("Här står det som har kommit in, upprättats eller skickats och ännu saknar diarienummer."),
        _("Skriv in numret på saken själv. Då försvinner den härifrån."),
    ],
    "reporting:disclosures": [
        _("När någon begär ut en allmän handling samlas det som begäran gäller här."),
        _("Markera vad som ska maskeras och med vilken bestämmelse. En annan än du fattar beslutet."),
        _("Den maskerade kopian innehåller inte den dolda texten, inte heller som text under en svart ruta."),
    ],
    "reporting:report-check": [
        _("Lägg in en fil, så får du veta om den är en av våra rapporter, vilken version och om det finns en nyare."),
        _("En fil där något har ändrats känns inte igen."),
    ],
    "strategy:people": [
        _("Här står alla som har ett konto. En person kan ha olika roller i olika strategier."),
        _("En roll har en första dag och kan ha en sista. Den som slutar får en sista dag och tas inte bort."),
        _("Som administratör ser du inga möten och inga observationer."),
    ],
    "strategy:invitations": [
        _("En inbjudan gäller en adress, en roll och en strategi. Den kan användas en gång."),
        _("Har den gått ut skickar du en ny. Den gamla slutar då att gälla."),
    ],
    "strategy:organisations": [
        _("Departement, myndigheter och organisationer som har del i strategierna."),
        _("Byter en organisation namn gäller det nya överallt. Rapporter som är gjorda behåller det gamla."),
    ],
    "strategy:strategies": [
        _("Strategierna i Verka, och vilka som har en roll i dem."),
        _("En ny strategi läses in från beslutets text. Ordalydelsen ändras aldrig efter det."),
    ],
    "dialogue:decision-drafts": [
        _("Här läser du in nästa strategis beslut: klistra in texten eller välj den som fil."),
        _("Du utser handläggaren, och ni granskar utkastet tillsammans. Ingen annan ser det."),
        _("När det är bekräftat gäller strategin, och utkastet tas bort."),
    ],
    "dialogue:decision-draft": [
        _("Vid varje stycke står vad det är: titel, fokusområde, mål, fotnot och så vidare. Välj om där det blev fel."),
        _("Det som är osäkert står överst med länkar. Kryssa för Det stämmer, eller välj en annan roll."),
        _("Ett mål som har rivits itu blir helt med Fortsättning på det ovanför. Längst ned delar du ett stycke."),
        _("Korta titlar och översättningar är våra egna. Ordalydelsen återges alltid ordagrant."),
        _("Bekräfta beslutet sparar också det du har ändrat på sidan."),
    ],
    "strategy:letters": [
        _("Här ser du vilka brev som väntar på att skickas, och vilka som inte kom fram."),
        _("Breven visas med person och slag, aldrig med vad de gäller."),
        _("Skicka ett provbrev till dig själv för att se att e-posten fungerar."),
    ],
    "strategy:search": [
        _("Tryck / eller Ctrl K var du än är och börja skriva. Pilarna flyttar, Enter öppnar, Esc stänger."),
        _("Alla böjningar hittas: öronmärkning hittar öronmärkt. Citattecken ger en exakt fras."),
        _("Du hittar det som du får se. Utkast och papperskorgen söks inte."),
    ],
    "strategy:notices": [
        _("Här står det som är nytt för dig: vad som har kommit in, godkänts, kommit tillbaka eller är försenat."),
        _("För varje slag väljer du om du vill ha brev genast, varje morgon, på måndagar eller inte alls."),
        _("Breven säger att något väntar. Texter läser du här, när du har loggat in."),
    ],
}
FOR_EVERYBODY = ["strategy:search", "strategy:notices"]

# In order: a page, and what to do there the first time.
WAYS: dict[str, list[tuple[str, Promise]]] = {
    Role.OFFICER: [
        ("priorities:text", _("Läs beslutet. Allt annat i Verka hänger på målen i det.")),
        ("reporting:overview", _("Se hur målen står, och vad som väntar på dig.")),
        ("dialogue:events", _("Öppna det senaste mötet: så ser det ut när allt är inskrivet. Planera sedan nästa.")),
        ("dialogue:observations", _("Granska det som har kommit in från myndigheter och ambassader.")),
        ("reporting:rounds", _("Läs förra årets bedömningar innan du börjar på årets.")),
        ("strategy:notice-choices", _("Välj vad du vill ha brev om.")),
    ],
    Role.HEAD: [
        ("reporting:overview", _("Se hur målen står. Det som du ska besluta om står först.")),
        ("reporting:rounds", _("Läs bedömningarna en efter en, och godkänn eller lämna tillbaka på samma sida.")),
        ("reporting:reports", _("Godkänn rapporter som någon annan har skrivit.")),
        ("strategy:deputies", _("Utse en ställföreträdare för de dagar du är borta.")),
        ("strategy:notice-choices", _("Välj vad du vill ha brev om.")),
    ],
    Role.DELEGATION: [
        ("reporting:goals", _("Läs målen som ni för fram.")),
        ("dialogue:events", _("Öppna nästa möte, och skriv in vad som sades när det är genomfört.")),
        ("dialogue:commitments", _("Se vad motparterna har lovat, och vad som är sent.")),
        ("reporting:calendar", _("Lägg in mötena i din egen kalender.")),
    ],
    Role.READER: [
        ("reporting:overview", _("Se hur målen står.")),
        ("reporting:goals", _("Öppna ett mål och följ det bakåt, till mötet och det som sades där.")),
        ("reporting:reports", _("Läs rapporterna som är klara.")),
    ],
    Role.CONTACT: [
        ("reporting:goals", _("Läs målen, så vet du vad en observation kan gälla.")),
        ("dialogue:observation-new", _("Skriv din första observation. Den är ett utkast tills du skickar den.")),
        ("dialogue:observations", _("Följ vad som händer med det du har skickat.")),
        ("priorities:work-plan", _("Rapportera hur det går med det som ni ansvarar för, och föreslå mer.")),
        ("strategy:notice-choices", _("Välj vad du vill ha brev om.")),
    ],
    Role.ADMIN: [
        ("strategy:organisations", _("Se till att organisationerna finns och heter rätt.")),
        ("strategy:invitations", _("Bjud in de personer som ska vara med.")),
        ("strategy:people", _("Ge roller, och avsluta dem när någon slutar.")),
        ("strategy:letters", _("Skicka ett provbrev, så vet du att e-posten går fram.")),
    ],
}
