// In a meeting: arrows, Page Up and Page Down go through the subjects, Home and End to the first and the last, Escape out.
const WAYS = {
    ArrowLeft: "prev", PageUp: "prev", ArrowRight: "next", PageDown: "next",
    Home: "first", End: "last", Escape: "up",
};

document.addEventListener("keydown", (event) => {
    if (event.altKey || event.ctrlKey || event.metaKey || event.target.closest("select, input, textarea")) return;
    const scrolls = event.target.closest(".scroll");
    if (scrolls && event.key.startsWith("Arrow") && scrolls.scrollWidth > scrolls.clientWidth) return;
    const way = document.querySelector(`a[rel~="${WAYS[event.key]}"]`);
    if (!way) return;
    event.preventDefault();
    way.click();
});
