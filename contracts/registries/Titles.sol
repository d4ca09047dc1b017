// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {IEnforcement} from "../interfaces/IEnforcement.sol";
import {IInstitutions} from "../interfaces/IInstitutions.sol";
import {ILedger} from "../interfaces/ILedger.sol";
import {IParties} from "../interfaces/IParties.sol";
import {IRestrictions} from "../interfaces/IRestrictions.sol";
import {IRights} from "../interfaces/IRights.sol";
import {IRightTypes} from "../interfaces/IRightTypes.sol";
import {ISecurityInterests} from "../interfaces/ISecurityInterests.sol";
import {ITitles} from "../interfaces/ITitles.sol";
import {Approving} from "../keepers/Approving.sol";
import {Binding} from "../keepers/Binding.sol";
import {InterestKeeper} from "../keepers/InterestKeeper.sol";
import {RightKeeper} from "../keepers/RightKeeper.sol";
import {Journal} from "../libraries/Journal.sol";
import {Interval, Line} from "../libraries/Line.sol";
import {Capacities, Duties} from "../types/Capacities.sol";
import {InterestId, PartyId, RightId} from "../types/Ids.sol";
import {Overlay, Overlays} from "../types/Overlay.sol";
import {PolicyFlags} from "../types/PolicyFlags.sol";
import {Subjects} from "../types/Subjects.sol";

/// @title The rules of {ITitles}, where they are stated
/// @notice Every loop is over the overlays of one right, the intervals of one part, and the interests that follow: {Line.MAX_OVERLAYS},
/// {Line.MAX_INTERVALS} and {MAX_FOLLOWERS} at most. `part` is empty where the whole right moves.
contract Titles is ITitles, InterestKeeper, Binding {
    using PolicyFlags for uint16;

    /// @notice Interests on the units that move in one transaction.
    uint256 public constant MAX_FOLLOWERS = 16;

    bytes32 private constant _CONSENT = keccak256("TransferConsent");

    IRightTypes private immutable _RIGHT_TYPES;
    IParties private immutable _PARTIES;
    IRights private immutable _RIGHTS;
    IEnforcement private immutable _ENFORCEMENT;

    constructor(
        ILedger ledger,
        IInstitutions institutions,
        IRightTypes rightTypes,
        IParties parties,
        IRights rights,
        IRestrictions restrictions,
        IEnforcement enforcement
    ) RightKeeper(ledger) Approving(institutions) Binding(restrictions) {
        _RIGHT_TYPES = rightTypes;
        _PARTIES = parties;
        _RIGHTS = rights;
        _ENFORCEMENT = enforcement;
    }

    /* THE WHOLE */

    /// @inheritdoc ITitles
    function transfer(
        RightId right,
        IRights.RightHead calldata head,
        Conveyance calldata conveyance,
        Follower[] calldata followers
    ) external returns (uint64 sequence) {
        if (conveyance.cause == Cause.SPLIT) revert InvalidCause(conveyance.cause);
        Interval[] calldata whole = _whole();
        _requireAllowed(right, head.state, conveyance, whole);
        if (conveyance.cause == Cause.TRANSFER) {
            _requireFollowers(right, head.state.overlays, whole, followers);
            for (uint256 i = 0; i < followers.length; ++i) {
                _requireKnown(followers[i]);
                _requireAgreed(right, conveyance, whole, followers[i]);
            }
        } else if (followers.length != 0) {
            revert InvalidFollower(0);
        }
        sequence = _LEDGER.next(1);
        _convey(right, head, conveyance, sequence);
    }

    /* A PART */

    /// @inheritdoc ITitles
    function divide(
        RightId right,
        IRights.RightHead calldata head,
        Interval[] calldata part,
        string calldata certificateNumber,
        Conveyance calldata conveyance,
        Follower[] calldata followers
    ) external returns (RightId child, uint64 sequence) {
        _requireOnLine(right, head.state, part);
        _requireAllowed(right, head.state, conveyance, part);
        _requireLeft(right, head.state, part);
        child = _newRight(head.state.authority, certificateNumber);
        _requireFollowers(right, head.state.overlays, part, followers);
        sequence = _LEDGER.next(1);
        _divide(right, child, head, part, certificateNumber, conveyance, sequence);
        for (uint256 i = 0; i < followers.length; ++i) {
            if (conveyance.cause == Cause.TRANSFER) _requireAgreed(right, conveyance, part, followers[i]);
            _follow(followers[i], child, sequence);
        }
    }

    /* MECHANISM */

    function _convey(
        RightId right,
        IRights.RightHead calldata head,
        Conveyance calldata conveyance,
        uint64 sequence
    ) private {
        IRights.RightState memory next = head.state;
        next.holder = conveyance.to;
        next.acquisition = _acquisition(head.state, conveyance.cause);
        if (conveyance.cause == Cause.DISPOSAL) {
            next.overlays = Line.without(head.state.overlays, conveyance.disposal);
        }
        bytes32 stateHash = keccak256(abi.encode(next));
        bytes32 entry = Journal.emitted(
            RightTransferred.selector,
            RightId.unwrap(right),
            PartyId.unwrap(conveyance.to),
            abi.encode(
                sequence,
                uint40(block.timestamp),
                head.state.authority,
                stateHash,
                head.state.holder,
                conveyance
            )
        );
        _replace(right, head, _withoutOverlays(head.state), stateHash, entry);
        _extendParties(head.state.holder, conveyance.to, entry);
    }

    function _divide(
        RightId right,
        RightId child,
        IRights.RightHead calldata head,
        Interval[] calldata part,
        string calldata certificateNumber,
        Conveyance calldata conveyance,
        uint64 sequence
    ) private {
        bytes32 stateHash = _dividedHash(head.state, part, sequence);
        bytes32 childStateHash = _childHash(head.state, part, conveyance);
        bytes32 entry = Journal.emitted(
            RightDivided.selector,
            RightId.unwrap(right),
            RightId.unwrap(child),
            abi.encode(
                sequence,
                uint40(block.timestamp),
                head.state.authority,
                stateHash,
                childStateHash,
                head.state.holder,
                conveyance,
                part,
                certificateNumber
            )
        );
        _replace(right, head, _withoutOverlays(head.state), stateHash, entry);
        _LEDGER.write(
            Subjects.RIGHT,
            RightId.unwrap(child),
            0,
            Journal.word(childStateHash, Journal.fold(0, entry))
        );
        _extendParties(head.state.holder, conveyance.to, entry);
    }

    /// @dev The interest encumbers the new right too; the ledger refuses a head that is not the present one.
    function _follow(Follower calldata follower, RightId child, uint64 sequence) private {
        ISecurityInterests.InterestState memory next = follower.head.state;
        uint256 count = next.rights.length;
        if (count == MAX_COLLATERAL) revert ISecurityInterests.InvalidCollateralCount(count + 1);
        RightId[] memory rights = new RightId[](count + 1);
        for (uint256 i = 0; i < count; ++i) rights[i] = next.rights[i];
        rights[count] = child;
        next.rights = rights;
        bytes32 stateHash = keccak256(abi.encode(next));
        _record(
            follower.interest,
            follower.head,
            _interestWord(follower.head),
            stateHash,
            ISecurityInterests.InterestFollowed.selector,
            abi.encode(sequence, uint40(block.timestamp), stateHash, child)
        );
    }

    function _extendParties(PartyId from, PartyId to, bytes32 entry) private {
        _LEDGER.extend(Subjects.PARTY, PartyId.unwrap(from), entry);
        if (to != from) _LEDGER.extend(Subjects.PARTY, PartyId.unwrap(to), entry);
    }

    /* WHETHER TITLE MAY MOVE */

    function _requireAllowed(
        RightId right,
        IRights.RightState calldata state,
        Conveyance calldata conveyance,
        Interval[] calldata part
    ) private view {
        uint32 authority = _INSTITUTIONS.authorize(msg.sender, Duties.MAKER, Capacities.AUTHORITY);
        if (state.authority != authority) revert IRights.NotAuthority(right, authority);
        Cause cause = conveyance.cause;
        PartyId to = conveyance.to;
        bool misfit = cause != Cause.DISPOSAL && conveyance.disposal != 0;
        if (cause == Cause.NONE || misfit) revert InvalidCause(cause);
        if ((to == state.holder) != (cause == Cause.SPLIT)) revert InvalidRecipient(to);
        // Who bought, and who succeeded, may have ended since: title goes there, and on to his successor.
        bool anew = cause == Cause.TRANSFER || cause == Cause.COURT_ORDER;
        if (anew && _PARTIES.hasEnded(to)) revert IParties.PartyEnded(to);
        if (cause == Cause.TRANSFER) _requireTransferable(right, state, conveyance);
        if (cause == Cause.SUCCESSION && !_PARTIES.isSuccessor(state.holder, to)) {
            revert NotSuccessor(state.holder, to);
        }
        if (cause == Cause.DISPOSAL) _requireSold(right, state, conveyance, part);
        _requireUnbound(right, state.overlays, _keeping(cause), part);
    }

    function _requireTransferable(
        RightId right,
        IRights.RightState calldata state,
        Conveyance calldata conveyance
    ) private view {
        _requireCurrent(right, state);
        uint16 flags = _RIGHT_TYPES.policyAt(state.typeCode, block.timestamp).flags;
        if (flags.has(PolicyFlags.APPROVAL) && conveyance.approvalDigest == 0) {
            revert ApprovalRequired(state.typeCode);
        }
    }

    /// @dev Every unit that moves was sold by this disposal, and none by another.
    function _requireSold(
        RightId right,
        IRights.RightState calldata state,
        Conveyance calldata conveyance,
        Interval[] calldata part
    ) private view {
        uint64 disposal = conveyance.disposal;
        PartyId buyer = _ENFORCEMENT.buyerOf(disposal);
        if (PartyId.unwrap(buyer) == 0 || buyer != conveyance.to) revert NotBuyer(disposal, conveyance.to);
        Overlay[] memory overlays = state.overlays;
        bool any;
        for (uint256 i = 0; i < overlays.length; ++i) {
            if (overlays[i].kind() != Overlays.SOLD) continue;
            any = any || overlays[i].ref() == disposal;
            (bool moves, uint256 unit) = _firstMoving(state.overlays, i, part);
            if (moves && overlays[i].ref() != disposal) revert NotSold(right, disposal, unit);
        }
        // A right of which nothing is left on the line would otherwise pass as sold.
        if (!any) revert NotSold(right, disposal, 0);
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
            if (moves && _binds(it)) revert UnitsBound(right, unit, it.kind(), it.ref());
        }
    }

    /* INTERESTS ON THE UNITS THAT MOVE */

    /// @dev The signature is on the interest's word, which is proved elsewhere to be the present one.
    function _requireAgreed(
        RightId right,
        Conveyance calldata conveyance,
        Interval[] calldata part,
        Follower calldata follower
    ) private view {
        _requireChecker(
            _CONSENT,
            InterestId.unwrap(follower.interest),
            _interestWord(follower.head),
            keccak256(abi.encode(right, conveyance, part)),
            follower.consent,
            follower.head.state.agent,
            Capacities.SECURED_PARTY
        );
    }

    function _requireKnown(Follower calldata follower) private view {
        bytes32 id = InterestId.unwrap(follower.interest);
        bytes32 expected = _interestWord(follower.head);
        bytes32 actual = _LEDGER.word(Subjects.INTEREST, id);
        if (actual != expected) revert ILedger.StaleState(Subjects.INTEREST, id, expected, actual);
    }

    /* NEW RIGHT */

    function _newRight(uint32 authority, string calldata certificateNumber) private view returns (RightId) {
        if (!_isText(certificateNumber)) revert IRights.InvalidCertificateNumber();
        RightId taken = _RIGHTS.rightOf(authority, certificateNumber);
        if (RightId.unwrap(taken) != 0) revert IRights.RightExists(taken);
        return RightId.wrap(keccak256(abi.encode(authority, keccak256(bytes(certificateNumber)))));
    }

    /// @dev Every interest on the units that move, each once, and nothing else.
    function _requireFollowers(
        RightId right,
        Overlay[] calldata overlays,
        Interval[] calldata part,
        Follower[] calldata followers
    ) private pure {
        uint256 count = followers.length;
        if (count > MAX_FOLLOWERS) revert InvalidFollower(MAX_FOLLOWERS);
        for (uint256 i = 1; i < count; ++i) {
            bytes32 previous = InterestId.unwrap(followers[i - 1].interest);
            if (InterestId.unwrap(followers[i].interest) <= previous) revert InvalidFollower(i);
        }
        uint256 seen;
        for (uint256 i = 0; i < overlays.length; ++i) {
            if (overlays[i].kind() != Overlays.INTEREST) continue;
            (bool moves, ) = _firstMoving(overlays, i, part);
            if (!moves) continue;
            bytes32 interest = bytes32(uint256(overlays[i].ref()));
            uint256 place;
            while (place < count && InterestId.unwrap(followers[place].interest) != interest) ++place;
            if (place == count) revert InterestMissing(right, overlays[i].ref());
            seen |= 1 << place;
        }
        for (uint256 i = 0; i < count; ++i) {
            if (seen & (1 << i) == 0) revert InvalidFollower(i);
        }
    }

    /// @dev Units go once only, so that the overlays under which they went are apart.
    function _requireLeft(
        RightId right,
        IRights.RightState calldata state,
        Interval[] calldata part
    ) private pure {
        uint256 left = state.quantity - Line.measure(part);
        for (uint256 i = 0; i < state.overlays.length; ++i) {
            Overlay it = state.overlays[i];
            if (Overlays.GONE & (1 << it.kind()) != 0) left -= it.to() - it.from();
        }
        if (left == 0) revert NothingLeft(right);
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
        if (unit < to) revert NotSold(right, disposal, unit);
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
    function _keeping(Cause cause) private pure returns (uint256) {
        if (cause == Cause.TRANSFER) return Overlays.RESTRICTIONS | (1 << Overlays.SOLD);
        if (cause == Cause.SPLIT) return (1 << Overlays.SUSPENSION) | (1 << Overlays.SOLD);
        if (cause != Cause.DISPOSAL) return 1 << Overlays.SOLD;
        return Overlays.RESTRICTIONS & ~((1 << Overlays.PLEDGE_CONTROL) | (1 << Overlays.STAY));
    }

    /* STATES */

    /// @dev The right that is divided: what lay on the part is gone from it, and so are the units.
    function _dividedHash(
        IRights.RightState calldata state,
        Interval[] calldata part,
        uint64 sequence
    ) private pure returns (bytes32) {
        Overlay[] memory line = Line.carved(state.overlays, Overlays.ALL, 0, part, part.length);
        Overlay[] memory moved = _laid(Overlays.MOVED, sequence, sequence, part);
        for (uint256 i = 0; i < moved.length; ++i) line[line.length - moved.length + i] = moved[i];
        return keccak256(abi.encodePacked(_withoutOverlays(state), line.length, line));
    }

    /// @dev The buyer in a disposal holds what it bought: nothing is awaiting title any more.
    function _childHash(
        IRights.RightState calldata state,
        Interval[] calldata part,
        Conveyance calldata conveyance
    ) private pure returns (bytes32) {
        uint256 kept =
            conveyance.cause == Cause.DISPOSAL ? Overlays.ALL & ~(1 << Overlays.SOLD) : Overlays.ALL;
        return
            keccak256(
                abi.encode(
                    IRights.RightState({
                        holder: conveyance.to,
                        typeCode: state.typeCode,
                        authority: state.authority,
                        status: state.status,
                        acquisition: _acquisition(state, conveyance.cause),
                        validFrom: state.validFrom,
                        validTo: state.validTo,
                        quantity: uint128(Line.measure(part)),
                        overlays: Line.divided(state.overlays, kept, part)
                    })
                )
            );
    }

    function _acquisition(
        IRights.RightState calldata state,
        Cause cause
    ) private pure returns (IRights.Acquisition) {
        bool traded = cause == Cause.TRANSFER || cause == Cause.DISPOSAL;
        return traded ? IRights.Acquisition.TRADED : state.acquisition;
    }

    function _whole() private pure returns (Interval[] calldata none) {
        // solhint-disable-next-line no-inline-assembly
        assembly ("memory-safe") {
            none.offset := 0
            none.length := 0
        }
    }
}
