// A job under way: its bar moves, and the page is read again when it begins or ends, so that it says what came of it.
// A screen reader hears one sentence for each tenth. An hour without an end, or a page that no one looks at, asks no more.
const job = document.querySelector("[data-job]");
if (job) {
  const bar = job.querySelector("[data-job-bar]");
  const words = job.querySelector("[data-job-words]");
  const said = job.querySelector("[data-job-said]");
  const percent = job.querySelector("[data-job-percent]");
  const start = Date.now();
  let tenth = 0;

  const show = (now) => {
    bar.value = now.percent;
    bar.textContent = `${now.percent} %`;
    percent.textContent = now.percent;
    words.textContent = now.words;
    if (Math.floor(now.percent / 10) > tenth) {
      tenth = Math.floor(now.percent / 10);
      said.textContent = `${now.percent} %. ${now.words}`;
    }
  };

  const ask = async () => {
    if (document.hidden) return wait();
    try {
      const response = await fetch(job.dataset.job, { headers: { Accept: "application/json" } });
      if (!response.ok || response.redirected) return location.reload();
      const now = await response.json();
      if (now.is_over) return location.reload();
      job.dataset.state = now.state;
      show(now);
    } catch {
      // The network is away for a moment: the next time will tell.
    }
    return wait();
  };

  const wait = () => {
    const minutes = (Date.now() - start) / 60_000;
    if (minutes < 60) setTimeout(ask, minutes < 1 ? 1_000 : 4_000);
  };

  tenth = Math.floor(bar.value / 10);
  wait();
}
