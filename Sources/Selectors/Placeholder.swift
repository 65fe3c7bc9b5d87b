package enum SelectorsPlaceholder {}
