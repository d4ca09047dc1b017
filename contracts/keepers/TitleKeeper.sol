// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {IParties} from "../interfaces/IParties.sol";
import {IRights} from "../interfaces/IRights.sol";
import {ITitles} from "../interfaces/ITitles.sol";
import {Entities} from "../libraries/Entities.sol";
import {Interval, Line} from "../libraries/Line.sol";
import {Policies} from "../libraries/Policies.sol";
import {Capacities, Duties} from "../types/Capacities.sol";
import {Facts} from "../types/Facts.sol";
import {InterestId, PartyId, RightId} from "../types/Ids.sol";
import {Overlay, Overlays} from "../types/Overlay.sol";
import {PolicyFlags} from "../types/PolicyFlags.sol";
import {Binding} from "./Binding.sol";
import {InterestKeeper} from "./InterestKeeper.sol";

/// @title Whether title to units may move, be it of the whole right or of a part
/// @notice Every loop is over the overlays of one right, the intervals of one part, and the interests that follow: {Line.MAX_OVERLAYS},
/// {Line.MAX_INTERVALS} and {MAX_FOLLOWERS} at most. `part` is empty where the whole right moves.
abstract contract TitleKeeper is InterestKeeper, Binding {
    using PolicyFlags for uint16;

    /// @notice Interests on the units that move in one transaction.
    uint256 public constant MAX_FOLLOWERS = 16;

    bytes32 private constant _CONSENT = keccak256("TransferConsent");

    /* WHETHER TITLE MAY MOVE */

    function _requireAllowed(
        RightId right,
        IRights.RightState calldata state,
        ITitles.Conveyance calldata conveyance,
        Interval[] calldata part
    ) internal view {
        uint32 authority = _authorize(Duties.MAKER, Capacities.AUTHORITY);
        if (state.authority != authority) revert IRights.NotAuthority(right, authority);
        ITitles.Cause cause = conveyance.cause;
        PartyId to = conveyance.to;
        bool misfit = cause != ITitles.Cause.DISPOSAL && conveyance.disposal != 0;
        if (cause == ITitles.Cause.NONE || misfit) revert ITitles.InvalidCause(cause);
        if ((to == state.holder) != (cause == ITitles.Cause.SPLIT)) revert ITitles.InvalidRecipient(to);
        // Who bought, and who succeeded, may have ended since: title goes there, and on to his successor.
        bool anew = cause == ITitles.Cause.TRANSFER || cause == ITitles.Cause.COURT_ORDER;
        if (anew && Entities.hasEnded(_LEDGER, to)) revert IParties.PartyEnded(to);
        if (cause == ITitles.Cause.TRANSFER) _requireTransferable(right, state, conveyance);
        if (cause == ITitles.Cause.SUCCESSION && !Entities.isSuccessor(_LEDGER, state.holder, to)) {
            revert ITitles.NotSuccessor(state.holder, to);
        }
        if (cause == ITitles.Cause.DISPOSAL) _requireSold(right, state, conveyance, part);
        _requireUnbound(right, state.overlays, _keeping(cause), part);
    }

    /// @dev The signature is on the interest's word, which is proved elsewhere to be the present one.
    function _requireAgreed(
        RightId right,
        ITitles.Conveyance calldata conveyance,
        Interval[] calldata part,
        ITitles.Follower calldata follower
    ) internal view {
        _requireChecker(
            _CONSENT,
            InterestId.unwrap(follower.interest),
            _wordOf(follower.head),
            keccak256(abi.encode(right, conveyance, part)),
            follower.consent,
            _interestState(follower.head).agent,
            Capacities.SECURED_PARTY
        );
    }

    /// @dev Every interest on the units that move, each once, and nothing else.
    function _requireFollowers(
        RightId right,
        Overlay[] calldata overlays,
        Interval[] calldata part,
        ITitles.Follower[] calldata followers
    ) internal pure {
        uint256 count = followers.length;
        if (count > MAX_FOLLOWERS) revert ITitles.InvalidFollower(MAX_FOLLOWERS);
        for (uint256 i = 1; i < count; ++i) {
            bytes32 previous = InterestId.unwrap(followers[i - 1].interest);
            if (InterestId.unwrap(followers[i].interest) <= previous) revert ITitles.InvalidFollower(i);
        }
        uint256 seen;
        for (uint256 i = 0; i < overlays.length; ++i) {
            if (overlays[i].kind() != Overlays.INTEREST) continue;
            (bool moves, ) = _firstMoving(overlays, i, part);
            if (!moves) continue;
            bytes32 interest = bytes32(uint256(overlays[i].ref()));
            uint256 place;
            while (place < count && InterestId.unwrap(followers[place].interest) != interest) ++place;
            if (place == count) revert ITitles.InterestMissing(right, overlays[i].ref());
            seen |= 1 << place;
        }
        for (uint256 i = 0; i < count; ++i) {
            if (seen & (1 << i) == 0) revert ITitles.InvalidFollower(i);
        }
    }

    function _acquisition(
        IRights.RightState calldata state,
        ITitles.Cause cause
    ) internal pure returns (IRights.Acquisition) {
        bool traded = cause == ITitles.Cause.TRANSFER || cause == ITitles.Cause.DISPOSAL;
        return traded ? IRights.Acquisition.TRADED : state.acquisition;
    }

    function _requireTransferable(
        RightId right,
        IRights.RightState calldata state,
        ITitles.Conveyance calldata conveyance
    ) private view {
        _requireCurrent(right, state);
        uint16 flags = Policies.inEffect(_LEDGER, state.typeCode, block.timestamp).flags;
        if (flags.has(PolicyFlags.APPROVAL) && conveyance.approvalDigest == 0) {
            revert ITitles.ApprovalRequired(state.typeCode);
        }
    }

    /// @dev Every unit that moves was sold by this disposal, and none by another.
    function _requireSold(
        RightId right,
        IRights.RightState calldata state,
        ITitles.Conveyance calldata conveyance,
        Interval[] calldata part
    ) private view {
        uint64 disposal = conveyance.disposal;
        PartyId buyer = PartyId.wrap(_LEDGER.fact(Facts.BUYER, bytes32(uint256(disposal))));
        if (PartyId.unwrap(buyer) == 0 || buyer != conveyance.to)
            revert ITitles.NotBuyer(disposal, conveyance.to);
        Overlay[] memory overlays = state.overlays;
        bool any;
        for (uint256 i = 0; i < overlays.length; ++i) {
            if (overlays[i].kind() != Overlays.SOLD) continue;
            any = any || overlays[i].ref() == disposal;
            (bool moves, uint256 unit) = _firstMoving(state.overlays, i, part);
            if (moves && overlays[i].ref() != disposal) revert ITitles.NotSold(right, disposal, unit);
        }
        // A right of which nothing is left on the line would otherwise pass as sold.
        if (!any) revert ITitles.NotSold(right, disposal, 0);
        if (part.length == 0) {
            uint256 sold = (1 << Overlays.SOLD) | Overlays.GONE;
            _requireCovered(right, disposal, overlays, sold, 0, state.quantity);
        }
        for (uint256 i = 0; i < part.length; ++i) {
            _requireCovered(right, disposal, overlays, 1 << Overlays.SOLD, part[i].from, part[i].to);
        }
    }

    function _requireUnbound(
        RightId right,
        Overlay[] calldata overlays,
        uint256 kinds,
        Interval[] calldata part
    ) private view {
        for (uint256 i = 0; i < overlays.length; ++i) {
            Overlay it = overlays[i];
            if (kinds & (1 << it.kind()) == 0) continue;
            (bool moves, uint256 unit) = _firstMoving(overlays, i, part);
            if (moves && _binds(it)) revert ITitles.UnitsBound(right, unit, it.kind(), it.ref());
        }
    }

    function _requireCovered(
        RightId right,
        uint64 disposal,
        Overlay[] memory overlays,
        uint256 kinds,
        uint256 from,
        uint256 to
    ) private pure {
        uint256 unit = Line.firstClear(overlays, kinds, from, to);
        if (unit < to) revert ITitles.NotSold(right, disposal, unit);
    }

    /// @dev The first unit under the overlay at `index` that moves. Of the whole right, what is gone stays where it is.
    function _firstMoving(
        Overlay[] calldata overlays,
        uint256 index,
        Interval[] calldata part
    ) private pure returns (bool moves, uint256 unit) {
        if (part.length == 0) {
            Overlay it = overlays[index];
            unit = Line.firstClear(overlays, Overlays.GONE, it.from(), it.to());
            return (unit < it.to(), unit);
        }
        Overlay there;
        (unit, there) = Line.firstUnder(overlays[index:index + 1], Overlays.ALL, part);
        return (Overlay.unwrap(there) != 0, unit);
    }

    /// @dev What keeps units from moving for this cause, as a mask. A sale keeps them for its buyer alone.
    function _keeping(ITitles.Cause cause) private pure returns (uint256) {
        if (cause == ITitles.Cause.TRANSFER) return Overlays.RESTRICTIONS | (1 << Overlays.SOLD);
        if (cause == ITitles.Cause.SPLIT) return (1 << Overlays.SUSPENSION) | (1 << Overlays.SOLD);
        if (cause != ITitles.Cause.DISPOSAL) return 1 << Overlays.SOLD;
        return Overlays.RESTRICTIONS & ~((1 << Overlays.PLEDGE_CONTROL) | (1 << Overlays.STAY));
    }
}
