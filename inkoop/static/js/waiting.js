// Says how far a paper is, and shows the page again when it has ended.
const waiting = document.querySelector("[data-waiting]");

async function look() {
    const answer = await fetch(waiting.dataset.waiting);
    const { stand, klaar, totaal } = answer.ok ? await answer.json() : { stand: "mislukt" };
    if (stand === "klaar" || stand === "mislukt") {
        location.reload();
        return;
    }
    if (totaal) {
        const bar = waiting.querySelector("progress");
        bar.max = totaal;
        bar.value = klaar;
        waiting.querySelector("label").textContent = `${klaar} van ${totaal} onderdelen klaar`;
    }
    setTimeout(look, 1000);
}

if (waiting) setTimeout(look, 700);
