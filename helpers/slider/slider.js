// A slider over frames that came with the page.

export default {
  render({ model, el }) {
    const about = model.get("about");
    const data = model.get("frames");
    const frames = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
    const root = document.createElement("div");
    root.className = "kfa-slider";
    root.lang = about.lang;
    const style = document.createElement("style");
    style.textContent = about.style;
    const canvas = document.createElement("canvas");
    canvas.width = about.width;
    canvas.height = about.height;
    canvas.setAttribute("role", "img");
    const label = document.createElement("label");
    const slider = document.createElement("input");
    Object.assign(slider, { type: "range", min: 0, max: about.count - 1, value: 0, step: 1 });
    const told = document.createElement("output");
    label.append(about.label, slider, told);
    root.append(style, canvas, label);
    el.append(root);

    const ink = canvas.getContext("2d");
    const size = about.width * about.height;
    const draw = () => {
      const from = Number(slider.value) * size * about.channels;
      const image = ink.createImageData(about.width, about.height);
      for (let k = 0; k < size; k++) {
        for (let c = 0; c < 3; c++) {
          image.data[4 * k + c] = frames[from + about.channels * k + (about.channels === 3 ? c : 0)];
        }
        image.data[4 * k + 3] = 255;
      }
      ink.putImageData(image, 0, 0);
      const share = Math.round((100 * Number(slider.value)) / (about.count - 1));
      told.textContent = `${share}%`;
      slider.setAttribute("aria-valuetext", `${share}%`);
      canvas.setAttribute("aria-label", about.alt.replace("{share}", share));
    };
    slider.addEventListener("input", draw);
    slider.addEventListener("keydown", (event) => event.stopPropagation());
    draw();
  },
};
