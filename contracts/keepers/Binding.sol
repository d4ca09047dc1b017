// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {Interval, Line} from "../libraries/Line.sol";
import {Orders} from "../libraries/Orders.sol";
import {Overlay, Overlays} from "../types/Overlay.sol";
import {Registry} from "./Registry.sol";

/// @title What of a line's overlays binds now
/// @notice A restriction that has expired stays on the line until it is lifted and does not bind. Every other overlay binds as long
/// as it lies there; an interest even when it has lapsed, since only its agent ends it.
abstract contract Binding is Registry {
    function _binds(Overlay overlay) internal view returns (bool) {
        if (Overlays.RESTRICTIONS & (1 << overlay.kind()) == 0) return true;
        return Orders.isInForce(_LEDGER, overlay.ref());
    }

    /// @notice Of the overlays of `kinds` that bind now, the one laid first of those on `intervals`, and its first unit there. An overlay
    /// of zero if there is none.
    /// @dev Bounded by MAX_OVERLAYS × MAX_INTERVALS.
    function _firstBinding(
        Overlay[] calldata overlays,
        uint256 kinds,
        Interval[] calldata intervals
    ) internal view returns (uint256 unit, Overlay overlay) {
        for (uint256 i = 0; i < overlays.length; ++i) {
            (unit, overlay) = Line.firstUnder(overlays[i:i + 1], kinds, intervals);
            if (Overlay.unwrap(overlay) != 0 && _binds(overlay)) return (unit, overlay);
        }
        return (0, Overlay.wrap(0));
    }
}
