// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {IRights} from "../interfaces/IRights.sol";
import {ISecurityInterests} from "../interfaces/ISecurityInterests.sol";
import {CivilDate} from "../libraries/CivilDate.sol";
import {Journal} from "../libraries/Journal.sol";
import {Capacities, Duties} from "../types/Capacities.sol";
import {InterestId, PartyId, RightId} from "../types/Ids.sol";
import {Subjects} from "../types/Subjects.sol";
import {Approving} from "./Approving.sol";
import {RightKeeper} from "./RightKeeper.sol";

/// @title How every registry that governance appointed for interests keeps them
/// @notice Every registration on an interest is in its own journal and in its grantor's, so that a search by grantor is complete.
abstract contract InterestKeeper is RightKeeper, Approving {
    /// @notice Rights that one interest is registered on.
    uint256 public constant MAX_COLLATERAL = 32;
    /// @notice Secured parties of one interest.
    uint256 public constant MAX_SECURED_PARTIES = 16;

    /// @dev Statuses of an interest that has not ended, and of those the ones without declared default; masks as {_requireStatus} has it.
    uint256 internal constant _UNENDED = _IN_ORDER | (1 << uint256(ISecurityInterests.Status.ENFORCING));
    uint256 internal constant _IN_ORDER =
        (1 << uint256(ISecurityInterests.Status.ADVANCE)) |
            (1 << uint256(ISecurityInterests.Status.EFFECTIVE));

    /* MECHANISM */

    /// @notice Emits a registration on the interest and stores its new word, if `word` is the present one.
    /// @param signature selector of the event, whose indexed arguments are the interest and its grantor
    /// @param data ABI encoding of the event's other arguments, `stateHash` among them
    function _record(
        InterestId interest,
        ISecurityInterests.InterestHead calldata head,
        bytes32 word,
        bytes32 stateHash,
        bytes32 signature,
        bytes memory data
    ) internal {
        PartyId grantor = head.state.grantor;
        bytes32 entry = Journal.emitted(
            signature,
            InterestId.unwrap(interest),
            PartyId.unwrap(grantor),
            data
        );
        _LEDGER.writeAndExtend(
            Subjects.INTEREST,
            InterestId.unwrap(interest),
            word,
            Journal.word(stateHash, Journal.fold(head.journal, entry)),
            PartyId.unwrap(grantor),
            entry
        );
    }

    /// @notice Takes every overlay of the interest from its rights.
    /// @param heads one for each of the interest's rights, in their order
    function _dischargeAll(
        InterestId interest,
        ISecurityInterests.InterestState calldata state,
        IRights.RightHead[] calldata heads,
        uint64 sequence
    ) internal {
        uint256 count = state.rights.length;
        if (heads.length != count) revert ISecurityInterests.HeadsDoNotMatch(heads.length, count);
        for (uint256 i = 0; i < count; ++i) {
            _discharge(state.rights[i], heads[i], _refOf(interest), sequence);
        }
    }

    /* RULES */

    /// @notice The agent of the interest, if the caller is a maker of it.
    function _requireAgent(
        InterestId interest,
        ISecurityInterests.InterestState calldata state
    ) internal view returns (uint32 agent) {
        agent = _INSTITUTIONS.authorize(msg.sender, Duties.MAKER, Capacities.SECURED_PARTY);
        if (state.agent != agent) revert ISecurityInterests.NotAgent(interest, agent);
    }

    /// @notice Reverts once 23:59:59 (Asia/Shanghai) of the term's last day has passed.
    function _requireNotLapsed(
        InterestId interest,
        ISecurityInterests.InterestState calldata state
    ) internal view {
        if (_hasLapsed(state)) revert ISecurityInterests.InterestLapsed(interest, state.termTo);
    }

    function _hasLapsed(ISecurityInterests.InterestState calldata state) internal view returns (bool) {
        return CivilDate.endOf(state.termTo) < block.timestamp;
    }

    /// @notice Whether the civil day is given and has begun in Asia/Shanghai.
    function _hasCome(uint32 day) internal view returns (bool) {
        return day != 0 && uint256(day) * 1 days <= block.timestamp + CivilDate.UTC_OFFSET;
    }

    function _hasCapacity(uint32 institution, uint16 capacity) internal view returns (bool) {
        return _INSTITUTIONS.institution(institution).capacities & capacity != 0;
    }

    /// @notice 1 to {MAX_SECURED_PARTIES} institutions, ascending, the agent among them.
    function _requireSecuredParties(uint32[] calldata secured, uint32 agent) internal view {
        uint256 count = secured.length;
        if (count == 0 || count > MAX_SECURED_PARTIES) revert ISecurityInterests.InvalidSecuredParties();
        bool agentSecured;
        for (uint256 i = 0; i < count; ++i) {
            uint32 number = secured[i];
            if (number == 0 || (i != 0 && number <= secured[i - 1])) {
                revert ISecurityInterests.InvalidSecuredParties();
            }
            agentSecured = agentSecured || number == agent;
        }
        // Numbers are given out in order: those before the agent's exist, and here they ascend.
        uint32 last = secured[count - 1];
        if (last > agent && last > _INSTITUTIONS.count()) revert ISecurityInterests.InvalidSecuredParties();
        if (!agentSecured) revert ISecurityInterests.RegistrantNotSecured(agent);
    }

    /// @param allowed the statuses that allow it, as a mask with the bit 1 << status
    function _requireStatus(
        InterestId interest,
        ISecurityInterests.Status status,
        uint256 allowed
    ) internal pure {
        if (allowed & (1 << uint256(status)) == 0) revert ISecurityInterests.NotEffective(interest, status);
    }

    /// @notice Whether the interest is registered on the right.
    /// @dev Bounded by {MAX_COLLATERAL}: a forged state of more rights cannot have the present word.
    function _isOn(
        ISecurityInterests.InterestState calldata state,
        RightId right
    ) internal pure returns (bool) {
        for (uint256 i = 0; i < state.rights.length; ++i) {
            if (state.rights[i] == right) return true;
        }
        return false;
    }

    /* SHAPES */

    /// @notice The sequence of the initial registration, to which the interest's overlays refer.
    function _refOf(InterestId interest) internal pure returns (uint64) {
        return uint64(uint256(InterestId.unwrap(interest)));
    }

    /// @notice The word that the head hashes to.
    function _interestWord(ISecurityInterests.InterestHead calldata head) internal pure returns (bytes32) {
        return Journal.word(keccak256(abi.encode(head.state)), head.journal);
    }

    /// @notice The hash of the state with another status.
    function _hashWith(
        ISecurityInterests.InterestState calldata state,
        ISecurityInterests.Status status
    ) internal pure returns (bytes32) {
        ISecurityInterests.InterestState memory next = state;
        next.status = status;
        return keccak256(abi.encode(next));
    }
}
