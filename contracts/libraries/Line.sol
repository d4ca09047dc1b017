// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {Overlay} from "../types/Overlay.sol";

/// @notice The half-open part [from, to) of a line, in base units.
struct Interval {
    uint128 from;
    uint128 to;
}

/// @title Line arithmetic
/// @notice A right of quantity Q is the line [0, Q). Overlays are kept in the order of their registration, which is the order
/// of their priority until a subordination says otherwise. Twin: domain/line.ts.
library Line {
    /// @notice At most this many overlays on one line: bounds every loop over a line.
    uint256 internal constant MAX_OVERLAYS = 64;
    /// @notice At most this many intervals in one registration on one line.
    uint256 internal constant MAX_INTERVALS = 16;

    /// @notice Intervals must be non-empty, ascending, not touching each other and inside the line.
    error InvalidInterval(uint256 index, uint256 from, uint256 to, uint256 quantity);
    /// @notice One registration takes 1 to {MAX_INTERVALS} intervals of a line.
    error InvalidIntervalCount(uint256 count);
    /// @notice The line would carry more than {MAX_OVERLAYS} overlays.
    error TooManyOverlays(uint256 count);

    /// @notice Reverts unless `intervals` are canonical: each way to say a set of units has exactly one form.
    function requireCanonical(Interval[] calldata intervals, uint256 quantity) internal pure {
        uint256 count = intervals.length;
        if (count == 0 || count > MAX_INTERVALS) revert InvalidIntervalCount(count);
        uint256 end;
        for (uint256 i = 0; i < count; ++i) {
            (uint256 from, uint256 to) = (intervals[i].from, intervals[i].to);
            bool touches = i != 0 && from <= end;
            if (touches || from >= to || to > quantity) revert InvalidInterval(i, from, to, quantity);
            end = to;
        }
    }

    /// @notice The first unit of `intervals` that an overlay already covers.
    /// @dev Bounded by MAX_OVERLAYS × MAX_INTERVALS.
    function firstCovered(
        Overlay[] calldata overlays,
        Interval[] calldata intervals
    ) internal pure returns (bool found, uint256 unit) {
        for (uint256 i = 0; i < intervals.length; ++i) {
            (uint256 a, uint256 b) = (intervals[i].from, intervals[i].to);
            for (uint256 j = 0; j < overlays.length; ++j) {
                (uint256 from, uint256 to) = (overlays[j].from(), overlays[j].to());
                if (from < b && a < to) {
                    uint256 first = from > a ? from : a;
                    if (!found || first < unit) (found, unit) = (true, first);
                }
            }
            if (found) return (true, unit);
        }
    }

    /// @notice `overlays` with `added` behind them, at most {MAX_OVERLAYS} in all, as abi.encode has them: their number, then each.
    function appended(
        Overlay[] calldata overlays,
        Overlay[] memory added
    ) internal pure returns (bytes memory encoded) {
        uint256 count = overlays.length + added.length;
        if (count > MAX_OVERLAYS) revert TooManyOverlays(count);
        return abi.encodePacked(count, overlays, added);
    }

    /// @notice `overlays` without those of `kind` that belong to the registration `ref`, in the same order.
    function without(
        Overlay[] calldata overlays,
        uint8 kind,
        uint64 ref
    ) internal pure returns (Overlay[] memory kept) {
        kept = new Overlay[](overlays.length);
        uint256 count;
        for (uint256 i = 0; i < overlays.length; ++i) {
            if (overlays[i].kind() == kind && overlays[i].ref() == ref) continue;
            kept[count++] = overlays[i];
        }
        // solhint-disable-next-line no-inline-assembly
        assembly ("memory-safe") {
            mstore(kept, count)
        }
    }
}
